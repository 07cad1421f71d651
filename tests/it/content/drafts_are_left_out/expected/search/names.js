fanzhaSearch("names",0,{"已发布":[0]});
