#!/bin/sh
# 检查网站文件是否完整，并写出回执 receipt.txt。不连网，不改动文件；只有您输入 yes，才删除清单里的旧文件。
# 用法：sh check.sh                 检查刚解压的文件
#       sh check.sh 网站所在的文件夹   检查已经放好的网站
id='@ID@'
sums='@SUMS@'
parts='@PARTS@'
kind='@KIND@'

say() { printf '%s\n' "$*"; }
stop() {
  say "$*"
  exit 2
}

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
place=package
root=$here/site
list=$here/SHA256SUMS
[ "$kind" = whole ] || list=$here/CHANGED
if [ $# -gt 0 ]; then
  place=website
  root=$1
  list=$here/SHA256SUMS
fi
root=$(CDPATH='' cd -- "$root" 2>/dev/null && pwd -P) || stop "打不开文件夹：${1:-$here/site}"

if command -v sha256sum >/dev/null 2>&1; then
  hash_of() { sha256sum <"$1" | cut -c1-64; }
elif command -v shasum >/dev/null 2>&1; then
  hash_of() { shasum -a 256 <"$1" | cut -c1-64; }
elif command -v openssl >/dev/null 2>&1; then
  hash_of() { openssl dgst -sha256 -r <"$1" | cut -c1-64; }
else
  stop '这台电脑上没有 sha256sum、shasum、openssl，没法检查。请装上其中一个再试。'
fi

[ -f "$here/SHA256SUMS" ] || stop '找不到清单 SHA256SUMS。请把压缩包里的全部文件解压到同一个文件夹。'
[ "$(hash_of "$here/SHA256SUMS")" = "$sums" ] || stop '清单 SHA256SUMS 被改动过。请重新解压，或请对方重新发一份。'
number=1
while [ "$parts" -gt 1 ] && [ "$number" -le "$parts" ]; do
  [ -f "$here/parts/$number-of-$parts.txt" ] || say "第 $number 个压缩包（共 $parts 个）还没有解压到这里"
  number=$((number + 1))
done

# 清单里的旧文件：还在、而且没被别人改过的，才问要不要删除。
is_inside() {
  case $1 in /* | *..* | *\\* | *:*) return 1 ;; esac
  folder=$(CDPATH='' cd -- "$(dirname -- "$root/$1")" 2>/dev/null && pwd -P) || return 1
  case $folder/ in "${root%/}"/*) return 0 ;; esac
  return 1
}
each_old() {
  [ "$place" = website ] && [ -f "$here/remove.txt" ] || return 0
  while IFS= read -r line; do
    path=${line#*  }
    is_inside "$path" && [ -f "$root/$path" ] && "$1" "${line%%  *}" "$path"
  done <"$here/remove.txt"
  return 0
}
old=0
count_old() {
  if [ "$(hash_of "$root/$2")" = "$1" ]; then
    old=$((old + 1))
    [ "$old" -gt 20 ] || say "应删除：$2"
  else
    say "应删除，但内容被别人改过，请您自己看：$2"
  fi
}
remove_old() {
  [ "$(hash_of "$root/$2")" = "$1" ] && rm -f -- "$root/$2"
}
left=0
count_left() { left=$((left + 1)); }

each_old count_old
if [ "$old" -gt 0 ]; then
  say "上面共 $old 个旧文件，新版网站里已经没有。"
  printf '要删除吗？输入 yes 再按回车，其他都不删除：'
  answer=
  read -r answer || say ''
  [ "$answer" != yes ] || each_old remove_old
fi
each_old count_left

files=0 missing=0 changed=0
while IFS= read -r line; do
  files=$((files + 1))
  path=${line#*  }
  if [ ! -f "$root/$path" ]; then
    missing=$((missing + 1))
    [ "$missing" -gt 20 ] || say "缺少：$path"
  elif [ "$(hash_of "$root/$path")" != "${line%%  *}" ]; then
    changed=$((changed + 1))
    [ "$changed" -gt 20 ] || say "内容不同：$path"
  fi
  [ $((files % 500)) -ne 0 ] || say "已检查 $files 个文件……"
done <"$list"

more() {
  {
    sed 's/^.\{66\}/L /' "$list"
    (cd "$root" && find . -type f) | sed 's/^\.\//F /'
  } | LC_ALL=C awk '{ path = substr($0, 3) }
    /^L / { listed[path] = 1 }
    /^F / { if (!(path in listed)) print path }'
}
additional=$(more | grep -c .)
[ "$additional" -eq 0 ] || more | sort | sed -n '1,20s/^/多出：/p'

result=ok
[ $((missing + changed + left)) -eq 0 ] || result=failed
receipt=$here/receipt.txt
trap 'rm -f "$receipt.tmp"' EXIT
printf '%s %s %s %s %s %s %s %s\r\n' \
  "$sums" "$place" "$result" "$files" "$missing" "$changed" "$additional" "$left" >"$receipt.tmp" ||
  stop "写不了回执，请把整个文件夹拷到能写的地方再检查：$here"
code=$(hash_of "$receipt.tmp" | cut -c1-8)
{
  say "fanzha-receipt: 1"
  say "release: $id"
  say "place: $place"
  say "date: $(date '+%Y-%m-%d %H:%M')"
  say "files: $files"
  say "missing: $missing"
  say "changed: $changed"
  say "additional: $additional"
  say "left: $left"
  say "result: $result"
  say "code: $code"
} >"$receipt" || stop "写不了回执：$receipt"

say ''
say "共 $files 个文件：缺少 $missing，内容不同 $changed，多出 $additional，该删未删 $left。"
if [ "$result" = ok ]; then
  say "检查通过。请把 receipt.txt 发回去，或者只回这一行：$id $code"
else
  say '检查没有通过，请按上面的提示处理后再检查一次。receipt.txt 也请发回去。'
  exit 1
fi
