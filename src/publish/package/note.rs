//! `shuoming.txt`: what the operator does with the package.
//!
//! In: the package's contents and what the office says of itself. Out: UTF-8 with a byte order mark and CR
//! LF, so that every Notepad shows it.

use super::{PackageOptions, contents::Contents};

pub(super) fn text(
    contents: &Contents<'_>,
    options: &PackageOptions,
    number: usize,
    count: usize,
) -> Vec<u8> {
    let mut lines = head(contents, options, number, count);
    lines.extend(unpack(count));
    lines.extend(place(contents));
    lines.extend(answer(options));
    let text: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    format!("\u{feff}{text}").into_bytes()
}

fn head(
    contents: &Contents<'_>,
    options: &PackageOptions,
    number: usize,
    count: usize,
) -> Vec<String> {
    let mut lines = vec![
        format!("《{}》网站文件，请帮忙放到网站上", options.title),
        String::new(),
        format!("单位：{}", options.organizer),
        format!("版本：{}", contents.release.id),
    ];
    if !options.address.is_empty() {
        lines.push(format!("网址：{}", options.address));
    }
    lines.push(match contents.base {
        Some(base) => format!(
            "内容：和上一版 {} 相比，新增和修改的 {} 个文件；另有 {} 个旧文件要删除",
            base.id,
            contents.files.len(),
            contents.removed.len()
        ),
        None => format!("内容：整个网站，{} 个文件", contents.files.len()),
    });
    if count > 1 {
        lines.push(format!("分包：共 {count} 个压缩包，这是第 {number} 个"));
    }
    lines.push(String::new());
    lines
}

fn unpack(count: usize) -> Vec<String> {
    let all = match count {
        1 => "一、把压缩包解压到一个新的空文件夹。不要直接在压缩包里打开文件。".to_owned(),
        _ => format!(
            "一、把 {count} 个压缩包都解压到同一个新的空文件夹；提示有同名文件时，选“替换”。"
        ),
    };
    let mut lines = vec![all];
    lines.extend(owned(&[
        "    旁边的 .sha256 文件是压缩包的校验值，想核对时用：certutil -hashfile 压缩包 SHA256",
        "",
        "二、检查文件是否完整：Windows 上双击 check.cmd；Linux 上运行 sh check.sh 。",
        "    它只读文件，不连网，也不需要安装软件。文件多时要几分钟，窗口里会显示进度。",
        "    如果 check.cmd 被拦下：文件的校验值都在 SHA256SUMS 里（记事本能打开），可以用别的工具核对。",
        "",
    ]));
    lines
}

fn place(contents: &Contents<'_>) -> Vec<String> {
    let mut lines = owned(&[
        "三、把 site 文件夹里面的全部内容拷到网站的文件夹，同名文件选“替换”。",
        "    先拷 assets 等文件夹，最后拷 index.html，访问的人就不会看到半新半旧的网页。",
        "    不要改文件名，不要转换编码，不要在网页里加代码。site 以外的文件不用拷。",
        "",
        "四、再检查一次放好的网站，后面写上网站的文件夹，带引号：",
        "    Windows：check.cmd \"D:\\网站\\文件夹\"      Linux：sh check.sh /网站/文件夹",
    ]);
    if contents.base.is_some() && !contents.removed.is_empty() {
        lines.extend(owned(&[
            "    这时会列出该删除的旧文件（也在 remove.txt 里），输入 yes 再按回车才删除。",
            "    只删除清单里、没有被改过的文件。过期的内容请不要留在网上。",
        ]));
    }
    lines.push(String::new());
    lines
}

fn answer(options: &PackageOptions) -> Vec<String> {
    let whom = match options.contact.as_str() {
        "" => options.organizer.clone(),
        contact => format!("{}，{contact}", options.organizer),
    };
    let mut lines = owned(&[
        "五、把第四步写出的 receipt.txt 发回来。拷不出来的话，照着打字或打电话都行：从 release 到 code 一共十行。",
        "    有缺少、内容不同或其他问题，也请把 receipt.txt 和窗口里的字发回来。",
    ]);
    lines.push(format!("    联系：{whom}"));
    lines.extend(owned(&["", "谢谢！"]));
    lines
}

fn owned(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}
