/** Words beside which a name stands in free text. */

export const COMPOUND_SURNAMES =
  '欧阳|太史|上官|端木|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|宇文|长孙|慕容|司徒|令狐|公孙|轩辕|歐陽|諸葛|司馬|東方|長孫';
/** Frequent surnames, without those that are more frequent as other words. */
export const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎武乔贺赖龚庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐梅莫庄辛祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游裴席卫查屈鲍覃霍翁隋甘景薄柏宁柯阮桂闵解柴冉辜吉饶刁瞿戚丘滕晋苑邬臧畅宫苟褚廉娄盖符奚穆燕郎邸冀谈姬屠郜晏栾郁蒙喻揭窦迟宇敖糜鄢冷卓仇艾蓝巩仲虞卞封竺冼楚佟栗匡宗巫鞠桑荆谌扬沙伏岑习胥蔺張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧蔣賈葉閻鐘薑範譚鄒陸顧龍萬錢湯喬賀賴龔龐蘭嚴溫魯韋聶齊莊塗關費紀項衛安文易常向古成路';
/** Labels that only a person's name follows, with or without a colon. */
export const PERSON_LABELS =
  '联系人|联络人|收货人|收件人|寄件人|发件人|寄货人|签收人|订货人|付款人|经办人|监护人|聯繫人|聯絡人|收貨人|收件者|寄件者';
export const LABELS = `${PERSON_LABELS}|真实姓名|姓名|客户名|买家`;
export const TITLES = '先生|女士|小姐|太太';
export const ENGLISH_TITLES = 'Mr|Mrs|Ms|Mx|Dr|Prof|MR|MRS|Herr|Frau|Mme';
export const ENGLISH_LABELS =
  '[Cc]ontact(?: [Pp]erson| [Nn]ame)?|[Rr]ecipient|[Rr]eceiver|[Cc]onsignee|[Aa]ttn|[Aa]ttention|[Bb]uyer|[Cc]ustomer [Nn]ame|(?:[Ff]irst|[Ll]ast|[Ff]ull) [Nn]ame|[Ss]hip [Tt]o|[Dd]eliver [Tt]o|[Cc]/[Oo]|[Aa]nsprechpartner(?:in)?|[Nn]ombre|[Nn]om';
/** Brands whose names begin with a title. */
export const BRANDS =
  "Pepper|Martens?|Oetker|Bronner|Hauschka|Scholl|Brown['’]s|Jart|Seuss|Dre|Who|Strange|Beckmann|Teal|Squatch|Mario|Best|Muscle|Clean|Coffee|Bean|Kipling|Potato|Proper|Men|Sheen|Meyer['’]s|Dash|Butterworth|Doubtfire|Hinch|Fields|Claus|Pac|Marvel";
