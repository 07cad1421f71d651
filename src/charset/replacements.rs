//! Suggests replacements for characters that screens lack.
//!
//! Traditional characters map to simplified ones, signs to the nearest sign or a word, radicals pasted from a
//! PDF to the ordinary character of the same shape; for emoji the suggestion is to omit them. The pairs agree
//! with `OpenCC`'s `t2s` and `s2t`. Every suggestion is itself in GB 2312; a character whose meaning would
//! change has none.

/// The replacement of `character`: empty to omit it, `None` if only the author can decide.
pub(super) fn replacement(character: char) -> Option<&'static str> {
    WORDS
        .iter()
        .find(|it| it.0 == character)
        .map(|it| it.1)
        .or_else(|| partner(TRADITIONAL, character))
        .or_else(|| partner(SIGNS, character))
        .or_else(|| partner(NUMBERS, character))
        .or_else(|| partner(RADICALS, character))
        .or_else(|| kangxi_radical(character))
        .or_else(|| is_emoji(character).then_some(""))
}

/// The character that follows `character` in a table of pairs.
fn partner(pairs: &'static str, character: char) -> Option<&'static str> {
    let (at, _) = pairs
        .char_indices()
        .step_by(2)
        .find(|(_, it)| *it == character)?;
    first_of(&pairs[at + character.len_utf8()..])
}

fn first_of(text: &str) -> Option<&str> {
    text.chars().next().map(|it| &text[..it.len_utf8()])
}

fn kangxi_radical(character: char) -> Option<&'static str> {
    let index = u32::from(character).checked_sub(0x2f00)?;
    let (at, _) = KANGXI.char_indices().nth(usize::try_from(index).ok()?)?;
    first_of(&KANGXI[at..]).filter(|it| *it != NO_IDEOGRAPH)
}

/// Pictographs that are not part of a sentence, and the characters that join or colour them.
///
/// Source: the blocks of Unicode 16 that contain characters of `emoji-data.txt`.
pub(super) fn is_emoji(character: char) -> bool {
    matches!(
        character,
        '\u{20e3}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
            | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}'
    )
}

/// Signs and characters whose replacement is listed individually.
const WORDS: &[(char, &str)] = &[
    ('\\', "＼"),
    ('|', "｜"),
    ('<', "＜"),
    ('>', "＞"),
    ('{', "｛"),
    ('}', "｝"),
    ('[', "［"),
    (']', "］"),
    ('啰', "罗"),
    ('喆', "哲"),
    ('堃', "坤"),
    ('昇', "升"),
    ('陞', "升"),
    ('镕', "熔"),
    ('甦', "苏"),
    ('犇', "奔"),
    ('囧', "窘"),
    ('囍', "喜"),
    ('槑', "呆"),
    ('冇', "没"),
    ('嘚', "得"),
    ('〇', "零"),
    ('㎡', "平方米"),
    ('㎥', "立方米"),
    ('㎜', "毫米"),
    ('㎝', "厘米"),
    ('㎞', "公里"),
    ('㎎', "毫克"),
    ('㎏', "千克"),
    ('㏄', "毫升"),
    ('€', "欧元"),
    ('₩', "韩元"),
    ('₽', "卢布"),
    ('℡', "电话"),
    ('☎', "电话"),
    ('☏', "电话"),
    ('📞', "电话"),
    ('📱', "手机"),
    ('©', "版权"),
    ('®', "注册商标"),
    ('™', "商标"),
    ('‼', "！！"),
    ('⁉', "！？"),
];

/// Signs, each followed by the one that screens have.
const SIGNS: &str = "❗！❕！❓？❔？✓√✔√☑√✅√✗×✘×✖×❌×❎×➕＋➖－➡→⬅←⬆↑⬇↓➜→➔→⇒→⭐★✩☆✪★❖◆▪■▫□";

/// Circled numbers and small Roman numerals, each followed by a form that screens have.
const NUMBERS: &str = "ⅰⅠⅱⅡⅲⅢⅳⅣⅴⅤⅵⅥⅶⅦⅷⅧⅸⅨⅹⅩ❶①❷②❸③❹④❺⑤❻⑥❼⑦❽⑧❾⑨❿⑩➀①➁②➂③➃④➄⑤\
    ➅⑥➆⑦➇⑧➈⑨➉⑩⑪⒒⑫⒓⑬⒔⑭⒕⑮⒖⑯⒗⑰⒘⑱⒙⑲⒚⑳⒛";

/// Traditional characters, each followed by its simplified one: all whose simplified form is in level 1 of GB
/// 2312, and more.
const TRADITIONAL: &str = "丟丢並并亂乱亞亚佔占來来侖仑侶侣係系俠侠倆俩倉仓個个們们倫伦偉伟側侧偵侦偽伪傑杰傘伞備备傭佣傳传債债\
    傷伤傾倾僅仅僑侨僕仆僞伪僥侥僱雇價价儀仪億亿儈侩儉俭償偿優优儲储兇凶兌兑兒儿內内兩两冊册冪幂凈净凍冻\
    凜凛凱凯別别刪删則则剎刹剛刚剝剥剮剐創创劃划劇剧劉刘劊刽劍剑劑剂勁劲動动務务勝胜勞劳勢势勳勋勵励勸劝\
    勻匀匯汇區区協协卻却厭厌厲厉參参叄叁叢丛吳吴吶呐呂吕員员唄呗問问啓启啞哑喚唤喪丧喫吃喬乔單单喲哟嗆呛\
    嗎吗嗚呜嘆叹嘔呕嘗尝嘯啸噓嘘噴喷噸吨嚇吓嚨咙嚴严囂嚣囑嘱囪囱國国圍围園园圓圆圖图團团執执堅坚堯尧報报\
    場场塊块塗涂塢坞塵尘塹堑墊垫墜坠墮堕墳坟墾垦壇坛壓压壘垒壞坏壟垄壩坝壯壮壺壶壽寿夠够夢梦夾夹奧奥奪夺\
    奮奋妝妆娛娱婁娄婦妇媽妈嬌娇嬰婴嬸婶孫孙學学孿孪宮宫寢寝實实寧宁審审寫写寬宽寵宠寶宝將将專专尋寻對对\
    導导屆届屍尸屜屉屢屡層层屬属岡冈峯峰島岛峽峡崗岗嶄崭嶺岭嶼屿嶽岳巋岿巒峦巖岩帥帅師师帳账帶带幀帧幟帜\
    幣币幫帮幹干幾几庫库廁厕廂厢廄厩廈厦廚厨廟庙廠厂廢废廣广廬庐廳厅張张強强彈弹彌弥彎弯彙汇彥彦徑径從从\
    復复徹彻恆恒恥耻悅悦悶闷悽凄惡恶惱恼愛爱慄栗態态慘惨慚惭慣惯慫怂慮虑慶庆憂忧憊惫憐怜憑凭憚惮憤愤憫悯\
    憲宪憶忆懇恳應应懟怼懲惩懶懒懷怀懸悬懼惧懾慑戀恋戰战戲戏戶户拋抛挾挟捨舍掃扫掄抡掙挣掛挂採采揀拣揚扬\
    換换揮挥損损搖摇搗捣搶抢摟搂摯挚摳抠摻掺撈捞撐撑撓挠撣掸撥拨撫抚撲扑撻挞撾挝撿捡擁拥擄掳擇择擊击擋挡\
    擔担據据擠挤擬拟擯摈擰拧擱搁擲掷擴扩擺摆擻擞擾扰攆撵攏拢攔拦攙搀攜携攝摄攢攒攣挛攤摊攪搅攬揽敗败敘叙\
    敵敌數数斂敛斃毙斬斩斷断時时晉晋晝昼暈晕暢畅暫暂曆历曉晓曠旷曬晒書书會会東东柵栅條条棄弃棗枣棟栋棧栈\
    棲栖楊杨楓枫業业極极榮荣構构槍枪槓杠槳桨樁桩樂乐樓楼標标樞枢樣样樸朴樹树橋桥機机橢椭橫横檔档檢检檯台\
    檸柠檻槛櫃柜櫥橱櫻樱欄栏權权欽钦歐欧歡欢歲岁歷历歸归殘残殲歼殺杀殼壳毀毁毆殴氈毡氣气氫氢決决沒没況况\
    洶汹涼凉淚泪淨净淪沦淵渊淺浅渙涣減减渦涡測测渾浑湊凑湧涌湯汤準准溝沟溫温溼湿滄沧滅灭滌涤滬沪滯滞滲渗\
    滷卤滾滚滿满漁渔漚沤漢汉漣涟漬渍漲涨漸渐漿浆潑泼潔洁潛潜潤润潰溃澀涩澆浇澇涝澗涧澤泽澱淀濁浊濃浓濘泞\
    濟济濤涛濫滥濰潍濱滨濺溅濾滤瀉泻瀏浏瀕濒瀝沥瀾澜灃沣灑洒灘滩灣湾灤滦災灾為为烏乌烴烃無无煉炼煙烟煥焕\
    煩烦熒荧熱热熾炽燈灯燒烧燙烫營营燦灿燭烛燴烩燻熏燼烬爍烁爐炉爛烂爭争爲为爺爷爾尔牀床牆墙牽牵犢犊犧牺\
    狀状狹狭狽狈猙狰猶犹獄狱獅狮獎奖獨独獰狞獲获獵猎獸兽獺獭獻献現现琺珐瑣琐瑤瑶瑩莹瑪玛環环璽玺瓊琼甕瓮\
    產产畝亩畢毕畫画異异當当疇畴疊叠痙痉瘋疯瘍疡瘓痪瘡疮瘧疟療疗癟瘪癡痴癢痒癥症癬癣癰痈癱瘫發发皁皂皚皑\
    皺皱盜盗盞盏盡尽監监盤盘盧卢眾众睜睁瞞瞒矚瞩矯矫硯砚碩硕確确碼码磚砖礆硷礎础礙碍礦矿礫砾礬矾祕秘祿禄\
    禍祸禪禅禮礼禱祷禿秃稅税稈秆種种稱称積积穎颖穢秽穩稳窩窝窪洼窮穷窯窑窺窥竄窜竅窍竈灶竊窃競竞筆笔筍笋\
    箋笺節节範范築筑篩筛簍篓簡简簽签簾帘籃篮籌筹籠笼籤签籬篱籮箩籲吁粵粤糉粽糞粪糧粮糾纠紀纪約约紅红紉纫\
    紋纹納纳紐纽純纯紗纱紙纸級级紛纷紡纺細细紳绅紹绍終终組组絆绊結结絕绝絛绦絞绞絡络絢绚給给絨绒統统絲丝\
    絹绢綁绑綏绥經经綜综綠绿綢绸維维綱纲網网綴缀綸纶綻绽綽绰綿绵緊紧緒绪緘缄線线緝缉緞缎締缔緣缘編编緩缓\
    緬缅緯纬練练縛缚縣县縫缝縮缩縱纵縷缕總总績绩繃绷織织繕缮繞绕繡绣繩绳繪绘繫系繭茧繳缴繹绎繼继續续纏缠\
    纓缨纖纤纜缆罰罚罵骂罷罢羅罗羣群羨羡義义習习翹翘聖圣聞闻聯联聰聪聲声聳耸聶聂職职聽听聾聋肅肃脅胁脈脉\
    脣唇脫脱脹胀腎肾腦脑腫肿腳脚腸肠膚肤膠胶膩腻膽胆膿脓臉脸臍脐臘腊臟脏臥卧臨临臺台與与興兴舉举舊旧艙舱\
    艦舰艱艰茲兹荊荆莊庄莖茎莢荚華华萊莱萬万葉叶葦苇葷荤蒼苍蓋盖蓮莲蔣蒋蔥葱蔭荫蕩荡蕪芜蕭萧薊蓟薔蔷薦荐\
    薩萨藍蓝藝艺藥药藹蔼蘄蕲蘆芦蘇苏蘊蕴蘋苹蘭兰蘿萝處处虛虚虜虏號号虧亏蛻蜕蝕蚀蝦虾蝨虱蝸蜗螞蚂螢萤蟄蛰\
    蟬蝉蟲虫蟻蚁蠅蝇蠍蝎蠟蜡蠱蛊蠶蚕蠻蛮衆众術术衛卫衝冲裏里補补裝装裡里製制複复褲裤襖袄襪袜襯衬襲袭見见\
    規规覓觅視视親亲覺觉覽览觀观觸触訂订訃讣計计訊讯討讨訓训訖讫託托記记訛讹訝讶訟讼訣诀訪访設设許许訴诉\
    診诊註注詐诈評评詛诅詞词詠咏詢询詣诣試试詩诗詫诧詭诡話话該该詳详誅诛誇夸誌志認认誑诳誕诞誘诱語语誠诚\
    誡诫誣诬誤误誦诵誨诲說说誰谁課课誹诽誼谊調调諄谆談谈請请諒谅論论諜谍諧谐諮咨諱讳諷讽諸诸諺谚諾诺謀谋\
    謂谓謄誊謅诌謊谎謎谜謗谤謙谦講讲謝谢謠谣謬谬謹谨謾谩譁哗證证譏讥識识譚谭譜谱譯译議议譴谴護护譽誉讀读\
    變变讒谗讓让讕谰讚赞豈岂豎竖豐丰豔艳豬猪貓猫貝贝貞贞負负財财貢贡貧贫貨货販贩貪贪貫贯責责貯贮貳贰貴贵\
    貶贬買买貸贷費费貼贴貿贸賀贺賂赂賃赁賄贿資资賈贾賊贼賒赊賓宾賜赐賞赏賠赔賢贤賣卖賤贱賦赋質质賬账賭赌\
    賴赖賺赚購购賽赛贅赘贈赠贊赞贍赡贏赢贓赃贖赎贗赝贛赣趕赶趙赵趨趋跡迹踐践蹟迹蹤踪躊踌躍跃躥蹿軀躯車车\
    軋轧軌轨軍军軒轩軟软軸轴較较載载輔辅輕轻輛辆輝辉輥辊輩辈輪轮輯辑輸输輻辐輾辗輿舆轄辖轅辕轉转轍辙轎轿\
    轟轰辦办辭辞辮辫辯辩農农逕径這这連连週周進进遊游運运過过達达違违遙遥遜逊遞递遠远適适遲迟遷迁選选遺遗\
    遼辽邁迈還还邊边邏逻郵邮鄉乡鄒邹鄖郧鄧邓鄭郑鄰邻鄲郸醜丑醞酝醫医醬酱釀酿釁衅釋释釐厘釘钉針针釣钓釩钒\
    釺钎鈉钠鈍钝鈔钞鈕钮鈞钧鈣钙鈴铃鈾铀鉀钾鉅巨鉑铂鉗钳鉚铆鉛铅鉢钵鉤钩鉸铰鉻铬銀银銅铜銑铣銘铭銜衔銥铱\
    銳锐銷销銻锑鋁铝鋅锌鋇钡鋒锋鋤锄鋪铺鋭锐鋸锯鋼钢錄录錐锥錘锤錠锭錢钱錦锦錨锚錫锡錯错錳锰錶表鍁锨鍋锅\
    鍍镀鍘铡鍛锻鍬锹鍵键鍺锗鍾钟鎂镁鎊镑鎖锁鎢钨鎬镐鎮镇鎳镍鏈链鏟铲鏡镜鏽锈鐐镣鐘钟鐮镰鐳镭鐵铁鑄铸鑑鉴\
    鑒鉴鑰钥鑲镶鑷镊鑼锣鑽钻鑿凿長长門门閃闪閆闫閉闭開开閏闰閒闲間间閘闸閡阂閣阁閥阀閨闺閩闽閱阅閹阉閻阎\
    闆板闊阔闌阑闖闯關关闡阐闢辟陝陕陣阵陰阴陳陈陸陆陽阳隊队階阶隕陨際际隨随險险隱隐隴陇隸隶隻只雋隽雖虽\
    雙双雛雏雜杂雞鸡離离難难雲云電电霧雾靈灵靜静靦腼鞏巩韋韦韌韧韓韩韻韵響响頁页頂顶頃顷項项順顺須须頌颂\
    預预頑顽頒颁頓顿頗颇領领頤颐頭头頰颊頸颈頹颓頻频顆颗題题額额顏颜願愿顛颠類类顧顾顫颤顯显顱颅顴颧風风\
    颱台飄飘飛飞飢饥飯饭飲饮飼饲飽饱飾饰餃饺餅饼養养餌饵餒馁餓饿餘余餞饯餡馅館馆餾馏饅馒饋馈饒饶饞馋馬马\
    馭驭馮冯馱驮馳驰馴驯駁驳駐驻駒驹駕驾駛驶駝驼駡骂駭骇駱骆駿骏騁骋騎骑騙骗騰腾騷骚騾骡驅驱驕骄驗验驚惊\
    驟骤驢驴骯肮髒脏體体髮发鬆松鬍胡鬚须鬥斗鬧闹鬱郁魚鱼魯鲁鮑鲍鮮鲜鯉鲤鯨鲸鰓鳃鱉鳖鱗鳞鳥鸟鳳凤鳴鸣鴉鸦\
    鴕鸵鴛鸳鴦鸯鴨鸭鴻鸿鴿鸽鵑鹃鵝鹅鵬鹏鵲鹊鶴鹤鷗鸥鷹鹰鹹咸鹼碱鹽盐麗丽麥麦麼么黃黄點点黨党黴霉齊齐齋斋\
    齒齿齡龄齧啮齲龋龍龙龐庞龔龚龜龟";

/// Radicals (U+2E80 block), each followed by the character of the same shape.
const RADICALS: &str = "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿\
    ⻰龙⻳龟";

/// Placeholder for a radical whose character is not in GB 2312.
const NO_IDEOGRAPH: &str = "？";

/// The characters with the shapes of the 214 Kangxi radicals, in order from U+2F00.
const KANGXI: &str = "一丨丶丿乙？二亠人儿入八冂冖冫几凵刀力勹匕匚？十卜卩厂厶又口囗土士夂？夕大女子宀寸小尢尸屮山巛工己巾\
    干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生\
    用田疋疒？白皮皿目矛矢石示？禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色？虍虫血行衣？见角言谷\
    豆豕豸贝赤走足身车辛辰？邑酉？里金长门阜隶隹雨？非面革韦韭音页风飞食首香马骨高髟斗鬯鬲鬼鱼鸟卤鹿麦麻\
    黄黍黑黹黾鼎鼓鼠鼻齐齿龙龟龠";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charset::{Repertoire, unshowable};

    fn pairs() -> Vec<(char, String)> {
        let mut pairs: Vec<(char, String)> =
            WORDS.iter().map(|it| (it.0, it.1.to_owned())).collect();
        for table in [TRADITIONAL, SIGNS, NUMBERS, RADICALS] {
            let characters: Vec<char> = table.chars().collect();
            assert!(characters.len().is_multiple_of(2), "{table}");
            pairs.extend(characters.chunks(2).map(|it| (it[0], it[1].to_string())));
        }
        pairs
    }

    #[test]
    fn only_unshowable_characters_have_replacements_and_all_are_showable() {
        let pairs = pairs();
        for (index, (character, suggestion)) in pairs.iter().enumerate() {
            if !"[]".contains(*character) {
                let found = unshowable(&character.to_string(), Repertoire::Gb2312);
                assert_eq!(found.len(), 1, "{character} can be shown");
                assert_eq!(found[0].suggestion, Some(suggestion.as_str()));
            }
            assert_eq!(
                unshowable(suggestion, Repertoire::Gb2312),
                [],
                "{character}"
            );
            let is_listed = pairs[..index].iter().any(|it| it.0 == *character);
            assert!(!is_listed, "{character} is listed twice");
        }
    }

    #[test]
    fn radicals_pasted_from_a_pdf_become_characters() {
        assert_eq!(KANGXI.chars().count(), 214);
        let found = unshowable("⽤⼾⾦⻩⺠警", Repertoire::Gb2312);
        let suggested: String = found.iter().filter_map(|it| it.suggestion).collect();
        assert_eq!(suggested, "用户金黄民");
        assert_eq!(replacement('⾋'), None);
    }

    #[test]
    fn a_sentence_in_traditional_characters_can_be_converted() {
        let found = unshowable(
            "謹防電話詐騙，陌生來電要轉賬匯款，請撥銀行號碼",
            Repertoire::Gb2312,
        );
        let suggested: Vec<_> = found.iter().map(|it| it.suggestion).collect();
        let joined: String = suggested.iter().map(|it| it.unwrap_or("？")).collect();
        assert_eq!(joined, "谨电话诈骗来电转账汇请拨银号码");
    }

    #[test]
    fn emoji_are_omitted() {
        for emoji in ['😀', '🚨', '⚠', '❤', '⏰', '🇨', '🏽'] {
            assert_eq!(replacement(emoji), Some(""), "{emoji}");
        }
        assert_eq!(replacement('龘'), None);
    }
}
