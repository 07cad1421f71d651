@echo off
chcp 936 >nul 2>nul
setlocal EnableExtensions DisableDelayedExpansion
rem 检查网站文件是否完整，并写出回执 receipt.txt。不连网，不改动文件；只有您输入 yes，才删除清单里的旧文件。
rem 用法：双击 check.cmd                    检查刚解压的文件
rem       check.cmd "网站所在的文件夹"        检查已经放好的网站
set "FZ_ID=@ID@"
set "FZ_SUMS=@SUMS@"
set "FZ_PARTS=@PARTS@"
set "FZ_KIND=@KIND@"
set "FZ_EMPTY=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

set "FZ_HERE=%~dp0"
set "FZ_ROOT=%~dp0site"
set "FZ_PLACE=package"
set "FZ_LIST=%~dp0SHA256SUMS"
if not "%FZ_KIND%"=="whole" set "FZ_LIST=%~dp0CHANGED"
if "%~1"=="" goto start
set "FZ_ROOT=%~f1"
set "FZ_PLACE=website"
set "FZ_LIST=%~dp0SHA256SUMS"

:start
pushd "%FZ_HERE%"
if errorlevel 1 goto no_here
if not exist SHA256SUMS goto no_list
call :hash SHA256SUMS
if not defined FZ_HASH goto no_certutil
if /i not "%FZ_HASH%"=="%FZ_SUMS%" goto bad_list
if %FZ_PARTS% gtr 1 for /l %%I in (1,1,%FZ_PARTS%) do if not exist "parts\%%I-of-%FZ_PARTS%.txt" call :no_part %%I
pushd "%FZ_ROOT%"
if errorlevel 1 goto no_root

rem 清单里的旧文件：还在、而且没被别人改过的，才问要不要删除。
set FZ_OLD=0
set FZ_LEFT=0
if not "%FZ_PLACE%"=="website" goto compare
if not exist "%FZ_HERE%remove.txt" goto compare
for /f "usebackq tokens=1,* delims= " %%A in ("%FZ_HERE%remove.txt") do call :count_old %%A "%%B"
if %FZ_OLD%==0 goto count_left
echo 上面共 %FZ_OLD% 个旧文件，新版网站里已经没有。
set "FZ_ANSWER="
set /p "FZ_ANSWER=要删除吗？输入 yes 再按回车，其他都不删除："
if not defined FZ_ANSWER goto count_left
set "FZ_ANSWER=%FZ_ANSWER:"=%"
if not "%FZ_ANSWER%"=="yes" goto count_left
for /f "usebackq tokens=1,* delims= " %%A in ("%FZ_HERE%remove.txt") do call :remove_old %%A "%%B"
:count_left
for /f "usebackq tokens=1,* delims= " %%A in ("%FZ_HERE%remove.txt") do call :count_left_file "%%B"

:compare
set FZ_FILES=0
set FZ_HAVE=0
set FZ_MISSING=0
set FZ_CHANGED=0
for /f "usebackq tokens=1,* delims= " %%A in ("%FZ_LIST%") do call :compare_file %%A "%%B"

set FZ_ALL=0
for /f "delims=" %%F in ('dir /s /b /a-d 2^>nul') do set /a FZ_ALL+=1
set /a FZ_MORE=FZ_ALL-FZ_HAVE
if %FZ_MORE% gtr 0 call :list_more

set "FZ_RESULT=ok"
set /a FZ_BAD=FZ_MISSING+FZ_CHANGED+FZ_LEFT
if %FZ_BAD% gtr 0 set "FZ_RESULT=failed"
popd
>receipt.tmp echo %FZ_SUMS% %FZ_PLACE% %FZ_RESULT% %FZ_FILES% %FZ_MISSING% %FZ_CHANGED% %FZ_MORE% %FZ_LEFT%
if not exist receipt.tmp goto no_receipt
call :hash receipt.tmp
del /f /q receipt.tmp
set "FZ_CODE=%FZ_HASH:~0,8%"
set "FZ_DATE="
for /f "tokens=1,2" %%A in ("%DATE%") do call :date "%%A" "%%B"
>receipt.txt echo fanzha-receipt: 1
>>receipt.txt echo release: %FZ_ID%
>>receipt.txt echo place: %FZ_PLACE%
>>receipt.txt echo date: %FZ_DATE% %TIME:~0,5%
>>receipt.txt echo files: %FZ_FILES%
>>receipt.txt echo missing: %FZ_MISSING%
>>receipt.txt echo changed: %FZ_CHANGED%
>>receipt.txt echo additional: %FZ_MORE%
>>receipt.txt echo left: %FZ_LEFT%
>>receipt.txt echo result: %FZ_RESULT%
>>receipt.txt echo code: %FZ_CODE%

echo.
echo 共 %FZ_FILES% 个文件：缺少 %FZ_MISSING%，内容不同 %FZ_CHANGED%，多出 %FZ_MORE%，该删未删 %FZ_LEFT%。
if "%FZ_RESULT%"=="failed" goto failed
echo 检查通过。请把 receipt.txt 发回去，或者只回这一行：%FZ_ID% %FZ_CODE%
set FZ_EXIT=0
goto end
:failed
echo 检查没有通过，请按上面的提示处理后再检查一次。receipt.txt 也请发回去。
set FZ_EXIT=1
goto end

:no_here
echo 打不开 check.cmd 所在的文件夹。请先把压缩包解压，再双击解压出来的 check.cmd。
set FZ_EXIT=2
goto end
:no_list
echo 找不到清单 SHA256SUMS。请把压缩包里的全部文件解压到同一个文件夹，再双击 check.cmd。
set FZ_EXIT=2
goto end
:bad_list
echo 清单 SHA256SUMS 被改动过。请重新解压，或请对方重新发一份。
set FZ_EXIT=2
goto end
:no_certutil
echo 用不了 Windows 自带的 certutil，没法检查。请换一台电脑，或请管理员放行 certutil。
set FZ_EXIT=2
goto end
:no_root
echo 打不开文件夹："%FZ_ROOT%"
set FZ_EXIT=2
goto end
:no_receipt
echo 写不了回执。请把整个文件夹拷到能写的地方（不要在 U 盘的只读文件夹里）再检查。
set FZ_EXIT=2
goto end

:end
if not defined FZ_NO_PAUSE pause
exit /b %FZ_EXIT%

rem 文件的 SHA-256，放进 FZ_HASH。旧版 certutil 算不了空文件，输出里带空格。
:hash
set "FZ_HASH="
if "%~z1"=="0" set "FZ_HASH=%FZ_EMPTY%"
if defined FZ_HASH exit /b 0
for /f "skip=1 delims=" %%H in ('certutil -hashfile "%~1" SHA256 2^>nul') do if not defined FZ_HASH set "FZ_HASH=%%H"
if defined FZ_HASH set "FZ_HASH=%FZ_HASH: =%"
exit /b 0

:no_part
echo 第 %1 个压缩包（共 %FZ_PARTS% 个）还没有解压到这里
exit /b 0

:compare_file
set /a FZ_FILES+=1
set "FZ_PATH=%~2"
set "FZ_PATH=%FZ_PATH:/=\%"
set /a FZ_REST=FZ_FILES %% 100
if %FZ_REST%==0 echo 已检查 %FZ_FILES% 个文件……
if not exist "%FZ_PATH%" goto is_missing
set /a FZ_HAVE+=1
call :hash "%FZ_PATH%"
if /i "%FZ_HASH%"=="%1" exit /b 0
set /a FZ_CHANGED+=1
if %FZ_CHANGED% leq 20 echo 内容不同：%FZ_PATH%
exit /b 0
:is_missing
set /a FZ_MISSING+=1
if %FZ_MISSING% leq 20 echo 缺少：%FZ_PATH%
exit /b 0

rem 只认清单里、这个文件夹以内的文件。
:old
set "FZ_SAME="
set "FZ_PATH=%~2"
set "FZ_PATH=%FZ_PATH:/=\%"
if not "%FZ_PATH:..=%"=="%FZ_PATH%" exit /b 1
if not "%FZ_PATH::=%"=="%FZ_PATH%" exit /b 1
if "%FZ_PATH:~0,1%"=="\" exit /b 1
if not exist "%FZ_PATH%" exit /b 1
call :hash "%FZ_PATH%"
if /i "%FZ_HASH%"=="%~1" set "FZ_SAME=1"
exit /b 0
:count_old
call :old %1 %2
if errorlevel 1 exit /b 0
if not defined FZ_SAME goto old_changed
set /a FZ_OLD+=1
if %FZ_OLD% leq 20 echo 应删除：%FZ_PATH%
exit /b 0
:old_changed
echo 应删除，但内容被别人改过，请您自己看：%FZ_PATH%
exit /b 0
:remove_old
call :old %1 %2
if errorlevel 1 exit /b 0
if defined FZ_SAME del /f /q "%FZ_PATH%"
exit /b 0
:count_left_file
set "FZ_PATH=%~1"
set "FZ_PATH=%FZ_PATH:/=\%"
if exist "%FZ_PATH%" set /a FZ_LEFT+=1
exit /b 0

rem 列出清单以外的文件：两份名单都加引号，文件名里的特殊字符就没有作用。
:list_more
set "FZ_REST=%CD%"
set FZ_CUT=0
:length
if not defined FZ_REST goto measured
set "FZ_REST=%FZ_REST:~1%"
set /a FZ_CUT+=1
goto length
:measured
if not "%CD:~-1%"=="\" set /a FZ_CUT+=1
type nul >"%FZ_HERE%found.tmp"
type nul >"%FZ_HERE%listed.tmp"
for /f "delims=" %%F in ('dir /s /b /a-d') do set "FZ_REST=%%F" & call :found
for /f "usebackq tokens=1,* delims= " %%A in ("%FZ_LIST%") do >>"%FZ_HERE%listed.tmp" echo "%%B"
set FZ_SHOWN=0
for /f "usebackq delims=" %%F in (`findstr /v /i /l /x /g:"%FZ_HERE%listed.tmp" "%FZ_HERE%found.tmp"`) do call :show %%F
del /f /q "%FZ_HERE%found.tmp" "%FZ_HERE%listed.tmp"
exit /b 0
:found
call set "FZ_REST=%%FZ_REST:~%FZ_CUT%%%"
set "FZ_REST=%FZ_REST:\=/%"
>>"%FZ_HERE%found.tmp" echo "%FZ_REST%"
exit /b 0
:show
set /a FZ_SHOWN+=1
if %FZ_SHOWN% leq 20 echo 多出：%1
exit /b 0

rem 各地的日期写法不同，取有年份的那一段。
:date
set "FZ_DATE=%~1"
set "FZ_FIRST=%~1"
if not defined FZ_FIRST exit /b 0
if "%FZ_FIRST:20=%"=="%FZ_FIRST%" set "FZ_DATE=%~2"
exit /b 0
