//! Words that a line break should not split.
//!
//! In: a text. Out: byte ranges of words, from the dictionary of ICU4X and from a list of domain terms that
//! it does not know or splits; these are taken from the sample slogans and the official list of scam types.
//! A preference, not a rule: a line that fits in no other way may still split a word.

use std::sync::LazyLock;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(Default::default()));

/// The byte ranges of the words in `text`; they may overlap.
pub(super) fn words(text: &str) -> Vec<(usize, usize)> {
    let ends: Vec<usize> = SEGMENTER.segment_str(text).collect();
    let by_dictionary = ends.windows(2).map(|it| (it[0], it[1]));
    let of_trade = WORDS
        .split_whitespace()
        .flat_map(|word| text.match_indices(word))
        .map(|(at, word)| (at, at + word.len()));
    by_dictionary.chain(of_trade).collect()
}

const WORDS: &str = "\
    诈骗 反诈 骗局 骗子 受骗 被骗 谨防 防范 警惕 提防 当心 小心 注意 切勿 不要 不轻信 不透露 不转账 不汇款 不点击 不下载 \
    转账 汇款 打款 垫资 垫付 刷单 返利 返现 佣金 本金 做任务 兼职 招聘 网赚 红包 中奖 抽奖 返还 退款 退税 理赔 赔付 \
    贷款 网贷 放贷 借贷 征信 额度 利息 手续费 保证金 解冻费 会员费 投资 理财 炒股 股票 基金 期货 外汇 内幕 稳赚不赔 高收益 \
    虚拟货币 数字货币 黄金 账户 账号 安全账户 公检法 公安 警察 民警 检察院 法院 逮捕令 通缉令 洗钱 涉嫌 冒充 自称 假冒 \
    客服 领导 熟人 亲友 老师 班主任 同学 军人 医生 专家 网友 恋爱 交友 网恋 杀猪盘 裸聊 敲诈 勒索 养老 保健品 \
    验证码 密码 银行卡 身份证 个人信息 人脸 指纹 银行 支付宝 微信 手机 手机卡 电话卡 电话 短信 来电 陌生 陌生人 链接 网址 网站 \
    软件 下载 安装 点击 扫码 二维码 屏幕 共享 屏幕共享 远程 控制 远程控制 视频 会议 直播 主播 粉丝 群聊 拉群 加群 快递 包裹 物流 \
    游戏 装备 充值 代练 购物 网购 买卖 出租 出借 租借 帮信 犯罪 违法 咨询 拨打 专线 报警 求助 举报 劝阻 预警 核实 确认 官方 \
    平台 渠道 正规 可疑 立即 马上 一律 都是 就是 全是 凡是 只要 如果 如有 遇到 接到 收到 要求 凡 未知 天上 掉馅饼 国家 \
    AI换脸 共享屏幕 老年人 大学生 学生 家长 孩子 子女 宝妈 居民 群众 市民 农民 村民 企业 财务 会计 老板 我们 你们 他们 自己 \
    不会 不能 不可 可以 需要 已经 还是 可能 没有 什么 任何 所有 一个 这是 那是 先行 后来 损失 钱财 财产 资金 汇入 提现 到账";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_language_and_domain_terms_are_found() {
        let text = "天气预报提醒您谨防杀猪盘";
        let found: Vec<&str> = words(text).iter().map(|it| &text[it.0..it.1]).collect();
        for word in ["天气", "提醒", "谨防", "杀猪盘"] {
            assert!(found.contains(&word), "{word}: {found:?}");
        }
    }
}
