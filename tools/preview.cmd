@echo off
rem 双击这个文件，浏览器里就会打开示例网站的预览。关闭这个窗口，预览就结束。
rem 预览别的网站：把下面的 site 换成那个网站的文件夹名。
"%~dp0fanzha.exe" serve --open --site "%~dp0site"
if errorlevel 1 pause
