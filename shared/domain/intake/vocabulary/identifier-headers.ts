/** Kinds of personal identifiers. */
export type IdentifierKind = 'email' | 'phone' | 'id_card' | 'bank_card' | 'address' | 'name' | 'account' | 'free_text';

/** Words for persons before or after `name`. */
const person =
  'customer|buyer|client|consumer|contact|bill|billing|shipping|ship|to|delivery|recipient|receiver|holder|card|user|member|guest|requester|submitter|sender|web|owner|staff|employee|cashier|agent|assignee|salesperson|patient|donor|subscriber|respondent|primary';
/** Parts and kinds of personal names. */
const givenOrFamily = 'first|last|middle|full|family|given|sur|maiden|nick|legal|real|display';
/** People who are named with a customer. */
const relative =
  'spouse|husband|wife|guardian|parent|mother|father|son|daughter|sibling|nextofkin|emergencycontact|beneficiary|referrer';
const chineseRelative =
  '父亲|母亲|爸爸|妈妈|家长|父母|配偶|丈夫|妻子|爱人|儿子|女儿|监护人|紧急联[系络]人|亲属|家属|推荐人|介绍人';
/** Names of persons in German, French, Spanish, Italian, Portuguese and Dutch, normalised. */
const foreignName =
  '(vor|nach|familien|ruf)?name|vorname|nachname|familienname|ansprechpartner(in)?|nom(complet|defamille)?|pr[eé]nom|apellidos?[12]?|nombres?(completo|yapellidos)?|cognome|sobrenome|apelido|nomecompleto|nomecognome|voornaam|achternaam';
const foreignPhone =
  'handy|rufnummer|telefon[oe]?|mobiltelefon|festnetz|t[eé]l[eé]phone|(t[eé]l[eé]phone)?(portable|mobile)|(tel[eé]fono)?(m[oó]vil|celular)|tel[eé]fono|cellulare|telefone|telem[oó]vel|telefoon|mobiel';
const foreignAddress =
  '(liefer|rechnungs|wohn|post)?(adresse|anschrift)|strasse|straße|hausnummer|plz|postleitzahl|adresse(postale|delivraison|defacturation)?|rue|codepostal|direcci[oó]n|calle|domicilio|c[oó]digopostal|indirizzo|endere[cç]o|morada|adres|straat|huisnummer';

/** Parts of an address that identify nobody, at the end of a header. */
const areaSuffix = '(city|town|state|province|country|region|county)s?(code|name|id)?$|(省|市|区|省份|国家)$';
/** Words that make a header about messages or consent instead of an address. */
const aboutMessages =
  /accept|consent|opt(in|out)|marketing|subscri|verified|status|count|sent|open|click|bounce|deliver|type|domain|营销|订阅|状态/;

/** Patterns of normalised headers by kind, in order of precedence, with exceptions. */
export const identifierHeaders: readonly [IdentifierKind, RegExp, except?: RegExp][] = [
  ['email', /e?mail|^(courriel|correo(electr[oó]nico)?|postaelettronica)$|邮箱|信箱|电子邮件|邮件地址/, aboutMessages],
  [
    'phone',
    /phone|mobile(no|number)?$|^(mobile|cell|tel|fax)(no|number)?$|cellular|whatsapp|wechat|手机|电话|联系方式|传真|微信号?$|qq号?$/,
    /type|model|brand|device|订单$|型号|品牌/,
  ],
  [
    'id_card',
    /idcard|identity(card|no|number)|nationalid|passport|socialsecurity|^ssn$|drivinglicen[cs]e|driverlicen[cs]e|taxid|codicefiscale|^(dni|nif|cpf)$|身[份分]证|证件号|护照/,
  ],
  [
    'bank_card',
    /bankcard|bankaccount|cardnumber|cardno$|cardlast4|lastfour|pansuffix|^pan$|^iban|cardfingerprint|^bic$|银行卡|银行账号|信用卡号|支付宝账?帐?号|支付宝$/,
    /会员|member|loyalty/,
  ],
  [
    'address',
    /address|street|^addr|postcode|postalcode|zip(code)?$|^zip|postal$|houseno|^ip$|latitude|longitude|地址|街道|邮编|邮递区号|门牌|经度|纬度/,
    new RegExp(`${areaSuffix}|status|type`),
  ],
  ['phone', new RegExp(`^(${foreignPhone})(nr|nummer|num[eé]ro|n[uú]mero)?$`)],
  ['address', new RegExp(`^(${foreignAddress})(nr|\\d)?$`)],
  ['name', new RegExp(`^(${foreignName})$`)],
  [
    'name',
    new RegExp(
      `^(${relative})(${relative})?(s?(${givenOrFamily})?name)?$|^(${chineseRelative})(的?(姓名|名字|名称))?$`,
    ),
  ],
  [
    'name',
    new RegExp(
      `^(${person})*(${givenOrFamily})?names?(${person})*$|^contact(person)?$|^(requester|recipient|submitter|assignee|employee|cashier|salesperson|staff)$|owner$|姓名|收货人$|收件人$|联[系络]人$|客户名称?$|昵称|^姓$|^名$|持卡人|发票抬头|收银员$|业务员$|导购员?$`,
    ),
    /(user|login)name$|homeowner/,
  ],
  [
    'account',
    /(user|login)name$|^login$|^(user|customer|login|buyer|member)?account(name|no|number|id)?$|(buyer|seller|user|member|wechat|wx|taobao)?nick$|会员名$|用户名$|帐号$|账号$/,
  ],
  [
    'free_text',
    /comment|remark|message|^memos?$|(buyer|seller|order|customer|internal)memo$|^(customer|order|user|contact)?tags?$|^(bemerkung|notiz|anmerkung|kommentar|remarque|commentaire|nota|comentario|observaci[oó]n|observa[cç][aã]o|opmerking)(e?n|e?s)?$|note$|notes$|noteattributes|feedback(text)?$|reviewtext|openended|verbatim|instructions?$|备注|留言|评论|意见|建议|评价内容|反馈内容|投诉内容|问题描述|投诉描述/,
    /^(number|count)|feedback(left|received)$/,
  ],
];

/** Further headers of free text in interactions and feedback files. */
export const proseHeaders =
  /^(subject|description|body|text|title|summary|question|answer|content)$|内容$|描述$|标题$|详情$/;

/** Words for companies, whose names do not identify a person. */
export const companyHeaders = /account|company|organi[sz]ation|公司|企业|单位/i;
