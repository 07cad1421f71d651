fanzhaSearch("entries",0,[["已发布","published/index.html","正文",""]]);
