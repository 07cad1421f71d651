//! What can be wrong with a live site: how serious it is, what it is called, and what to do.
//!
//! Equal values are one kind of problem: what differs from file to file is in its examples.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Visitors do not get what was published.
    Error,
    /// Visitors get it, but not as it should be.
    Warning,
    /// For the record.
    Note,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// The server does not answer at all; nothing was compared.
    Unreachable,
    /// One file had no answer.
    NoAnswer,
    Missing,
    Status(u16),
    /// A path that does not exist is answered with 200.
    NotFoundIs200,
    RedirectedToHttps,
    /// To another address, which has the right file.
    Moved,
    RedirectedToLogin,
    Redirected,
    /// `x/index.html` is there, `x/` is not.
    NoFolderIndex,
    /// `x/` is there, `x/index.html` is not.
    NoIndexName,
    /// Its address, without query; empty for a script in the page itself.
    InsertedScript(String),
    InsertedFrame(String),
    /// Its name, and its address if it has one.
    InsertedElement(String),
    /// Text or harmless elements.
    InsertedMarkup,
    /// The portal's own head or foot, as the settings name it.
    Included,
    /// A page still contains the directive that asks for the portal's head or foot.
    NotIncluded,
    /// GBK instead of UTF-8.
    Recoded,
    Whitespace,
    ByteOrderMark,
    Truncated,
    /// The bytes of the release before.
    Stale,
    Changed,
    CompressedTwice,
    BadGzip,
    /// `br` or another coding that was not asked for; the bytes were not compared.
    UnaskedCoding(String),
    NotCompressed,
    /// The browser saves the page instead of showing it.
    Download,
    ContentType {
        extension: String,
        found: String,
        wanted: String,
    },
    NoCharset {
        extension: String,
    },
    NoPolicy,
    OtherPolicy,
    NoSniffHeader,
    NoCachePolicy,
    KeptTooLong,
    KeptTooShort,
}

impl Finding {
    pub fn severity(&self) -> Severity {
        match self {
            Self::Unreachable
            | Self::NoAnswer
            | Self::Missing
            | Self::Status(_)
            | Self::RedirectedToLogin
            | Self::Redirected
            | Self::NoFolderIndex
            | Self::InsertedScript(_)
            | Self::InsertedFrame(_)
            | Self::Recoded
            | Self::Truncated
            | Self::Stale
            | Self::Changed
            | Self::CompressedTwice
            | Self::BadGzip
            | Self::Download => Severity::Error,
            // Browsers refuse other types for these once `nosniff` is sent.
            Self::ContentType { extension, .. }
                if matches!(extension.as_str(), "html" | "css" | "js") =>
            {
                Severity::Error
            }
            Self::NotFoundIs200
            | Self::InsertedElement(_)
            | Self::InsertedMarkup
            | Self::NotIncluded
            | Self::Whitespace
            | Self::ByteOrderMark
            | Self::ContentType { .. }
            | Self::NoCharset { .. }
            | Self::NoPolicy
            | Self::OtherPolicy
            | Self::NoSniffHeader
            | Self::UnaskedCoding(_)
            | Self::KeptTooLong => Severity::Warning,
            Self::RedirectedToHttps
            | Self::Moved
            | Self::NoIndexName
            | Self::Included
            | Self::NotCompressed
            | Self::NoCachePolicy
            | Self::KeptTooShort => Severity::Note,
        }
    }

    /// What to do.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Unreachable => "请检查网址和网络，或问门户网站的管理员",
            Self::NoAnswer => "可能是服务器太忙，请过几分钟再核对一次",
            Self::Missing => "请重新发布；如果还是没有，请管理员看看这类文件是不是被服务器禁止了",
            Self::Status(401 | 403) => "请管理员允许所有人读取网站文件夹里的文件",
            Self::Status(_) => "请把状态码和网址告诉门户网站的管理员",
            Self::NotFoundIs200 => {
                "请管理员把“找不到网页”的状态码设成 404，搜索引擎和核对才知道网页不在了"
            }
            Self::RedirectedToHttps => "请把 site.yaml 里的网址写成 https:// 开头",
            Self::Moved => "访问的人看得到；请看看 site.yaml 里的网址是不是写成了旧的",
            Self::RedirectedToLogin => "宣传网站要让所有人都能看，请管理员取消这个文件夹的登录要求",
            Self::Redirected => "请管理员查一下这些网址的跳转设置",
            Self::NoFolderIndex => {
                "请管理员把默认首页设成 index.html（对象存储里另有“子目录首页”开关）"
            }
            Self::NoIndexName => "网站里的链接都不带 index.html，可以不处理",
            Self::InsertedScript(_) | Self::InsertedFrame(_) => {
                "不是我们放的，会收集访问者的信息或影响安全，请管理员对这个文件夹关掉自动插入（统计、浮窗、无障碍插件等）"
            }
            Self::InsertedElement(_) | Self::InsertedMarkup => "请管理员对这个文件夹关掉自动插入",
            Self::Included => "这是设置里写明的门户页头、页脚，正常",
            Self::NotIncluded => {
                "请管理员对这个文件夹打开 SSI；或者删掉 site.yaml 里 portal 的页头、页脚"
            }
            Self::Recoded => "请管理员关掉编码转换，原样保存 UTF-8 文件",
            Self::Whitespace => {
                "内容没有变，但请管理员关掉网页压缩（去空格、去注释）功能，以便核对"
            }
            Self::ByteOrderMark => "请不要用记事本打开再保存，原样上传文件",
            Self::Truncated => "上传可能中断了，或服务器磁盘满了，请重新发布",
            Self::Stale => {
                "可能是缓存：请过十分钟再核对；还是旧的，请管理员刷新 CDN 和服务器缓存，或重新发布"
            }
            Self::Changed => "请重新发布；如果又变了，请管理员看看是谁改了文件",
            Self::CompressedTwice => {
                "请管理员只在一个地方打开 gzip（服务器或 CDN），否则浏览器显示乱码"
            }
            Self::UnaskedCoding(_) => "旧的浏览器会打不开，请管理员只在浏览器要求时才压缩",
            Self::BadGzip => "请管理员关掉这台服务器或 CDN 的 gzip 再试",
            Self::NotCompressed => "打开 gzip 后，手机打开网页更快、更省流量",
            Self::Download => {
                "对象存储的默认域名只能下载、不能看网页，请绑定自己的（已备案的）域名"
            }
            Self::ContentType { .. } | Self::NoCharset { .. } => {
                "请管理员按这个写法设置文件类型；随网站生成的服务器设置文件里有"
            }
            Self::NoPolicy | Self::OtherPolicy => {
                "请管理员引用随网站生成的 csp-headers.conf，它不让插入的脚本运行"
            }
            Self::NoSniffHeader => "请管理员引用随网站生成的 csp-headers.conf",
            Self::NoCachePolicy | Self::KeptTooLong => {
                "请管理员把网页的缓存时间设成不超过 5 分钟，过期的提醒才能及时撤下"
            }
            Self::KeptTooShort => "这些文件内容一变名字就变，可以缓存一年",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Unreachable => "网站打不开，没有核对",
            Self::NoAnswer => "服务器没有回答",
            Self::Missing => "网站上没有这个文件",
            Self::Status(status) => return write!(formatter, "服务器回答了状态码 {status}"),
            Self::NotFoundIs200 => "不存在的网址，服务器也说“成功”（200）",
            Self::RedirectedToHttps => "自动转到了 https",
            Self::Moved => "被转到了别的网址，内容相同",
            Self::RedirectedToLogin => "被转到登录页，没登录的人看不到",
            Self::Redirected => "被转到了别的网址",
            Self::NoFolderIndex => "网址以 / 结尾时打不开，加上 index.html 才行",
            Self::NoIndexName => "网址里写 index.html 打不开，以 / 结尾可以",
            Self::InsertedScript(source) => return named(formatter, "网页里被插入了脚本", source),
            Self::InsertedFrame(source) => return named(formatter, "网页里被插入了嵌入框", source),
            Self::InsertedElement(name) => return named(formatter, "网页里被插入了代码", name),
            Self::InsertedMarkup => "网页里被插入了内容",
            Self::Included => "放进了门户的页头、页脚",
            Self::NotIncluded => "门户的页头、页脚没有放进来",
            Self::Recoded => "网页被转成了 GBK 编码，会显示乱码",
            Self::Whitespace => "空格、换行或注释被改过，内容相同",
            Self::ByteOrderMark => "文件开头多了 BOM 标记",
            Self::Truncated => "文件不完整，后面缺了一段",
            Self::Stale => "还是旧版",
            Self::Changed => "内容和发布的不一样",
            Self::CompressedTwice => "被 gzip 压缩了两次",
            Self::UnaskedCoding(coding) => {
                return write!(
                    formatter,
                    "没有要求压缩，服务器却用了 {coding}，内容没有核对"
                );
            }
            Self::BadGzip => "说是 gzip，却解不开",
            Self::NotCompressed => "没有用 gzip 压缩",
            Self::Download => "浏览器不显示网页，而是下载文件",
            Self::ContentType { found, wanted, .. } => {
                let found = if found.is_empty() { "空的" } else { found };
                return write!(formatter, "文件类型是 {found}，应为 {wanted}");
            }
            Self::NoCharset { extension } => {
                return write!(
                    formatter,
                    ".{extension} 的文件类型里没写 charset=utf-8，可能显示乱码"
                );
            }
            Self::NoPolicy => "没有内容安全策略（Content-Security-Policy）",
            Self::OtherPolicy => "内容安全策略和网站的不一样",
            Self::NoSniffHeader => "没有 X-Content-Type-Options: nosniff",
            Self::NoCachePolicy => "没说网页能缓存多久，浏览器会自己猜",
            Self::KeptTooLong => "网页的缓存时间太长",
            Self::KeptTooShort => "图片、样式等文件的缓存时间太短",
        };
        formatter.write_str(text)
    }
}

fn named(formatter: &mut fmt::Formatter<'_>, text: &str, name: &str) -> fmt::Result {
    match name {
        "" => formatter.write_str(text),
        name => write!(formatter, "{text}：{name}"),
    }
}
