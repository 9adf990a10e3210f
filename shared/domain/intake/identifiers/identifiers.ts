import { normaliseHeader } from '../headers/headers.ts';

/** What of a person a column holds. */
export type IdentifierKind = 'email' | 'phone' | 'id_card' | 'bank_card' | 'address' | 'name' | 'account' | 'free_text';

const person =
  'customer|buyer|client|consumer|contact|bill|billing|shipping|ship|to|delivery|recipient|receiver|holder|card|user|member|guest|requester|submitter|sender|web|owner|staff|employee|cashier|agent|assignee|salesperson|patient|donor|subscriber|respondent|primary';
const givenOrFamily = 'first|last|middle|full|family|given|sur|maiden|nick|legal|real|display';
const place = '(city|town|state|province|country|region|county)s?(code|name|id)?$|(省|市|区|省份|国家)$';
/** Speak of a message or a consent, not of an address to write to. */
const aboutMail =
  /accept|consent|opt(in|out)|marketing|subscri|verified|status|count|sent|open|click|bounce|deliver|type|domain|营销|订阅|状态/;

/** Headers of each kind, in the order in which they are looked for; compared in their normalised form. */
const byHeader: readonly [IdentifierKind, RegExp, except?: RegExp][] = [
  ['email', /e?mail|邮箱|信箱|电子邮件|邮件地址/, aboutMail],
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
    new RegExp(`${place}|status|type`),
  ],
  [
    'name',
    new RegExp(
      `^(${person})*(${givenOrFamily})?names?(${person})*$|^contact(person)?$|^(requester|recipient|submitter|assignee|employee|cashier|salesperson|staff)$|owner$|姓名|收货人$|收件人$|联[系络]人$|客户名称?$|昵称|^姓$|^名$|持卡人|发票抬头|收银员$|业务员$|导购员?$`,
    ),
    /(user|login)name$|homeowner/,
  ],
  ['account', /(user|login)name$|^login$|会员名$|用户名$|帐号$|账号$/],
  [
    'free_text',
    /comment|remark|message|^notes?$|note$|notes$|noteattributes|feedback(text)?$|reviewtext|openended|verbatim|instructions?$|备注|留言|评论|意见|建议|评价内容|反馈内容|投诉内容|问题描述|投诉描述/,
    /^(number|count)|feedback(left|received)$/,
  ],
];

/** Of tickets and surveys, what people wrote stands under these too. */
const proseHeaders = /^(subject|description|body|text|title|summary|question|answer|content)$|内容$|描述$|标题$|详情$/;

/** The kind of identifier that a header says its column holds. */
export function identifyHeader(header: string): IdentifierKind | undefined {
  const text = normaliseHeader(header);
  return byHeader.find(([, pattern, except]) => pattern.test(text) && !except?.test(text))?.[0];
}

/** Whether a header of a ticket or a survey names a column of prose. */
export const isProse = (header: string) => proseHeaders.test(normaliseHeader(header));

const email = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]{2,}$/;
const mainlandMobile = /^(\+?86|0086)?[-\s]?1[3-9]\d{9}$/;
const maskedMobile = /^1[3-9*]\d?\d?\*{3,}\d{2,4}$/;
const internationalPhone = /^\+[\d\s().-]{8,20}$/;
const northAmericanPhone = /^(\+?1[-.\s]?)?(\(\d{3}\)\s?|\d{3}[-.\s])\d{3}[-.\s]\d{4}$/;
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Whether a text is a resident identity number of mainland China: region, date of birth, sequence, check character.
 * @see GB 11643-1999 (check character by ISO 7064 MOD 11-2)
 */
export function isChineseIdCard(text: string): boolean {
  if (!/^[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return '10X98765432'[sum % 11] === text.at(-1)?.toUpperCase();
}

/**
 * Whether a text is a number that may be a bank card's: 13 to 19 digits with the check digit of Luhn.
 * @see ISO/IEC 7812-1, annex B
 */
export function isCardNumber(text: string): boolean {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^[3-6]\d{12,18}$/.test(digits)) return false;
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** A house in a street, in Chinese, English, German, French, Italian or Spanish. */
const addresses = [
  /[路街道巷弄里村].*\d.*[号號室栋幢]|[路街道巷弄].{0,6}\d+$|\d+[号號栋幢].*室/,
  /^\d+\w?\s+\p{L}.*\b(street|st|road|rd|avenue|ave|lane|ln|drive|dr|crescent|court|ct|way|place|pl|boulevard|blvd|terrace|close|square)\b/iu,
  /(straße|strasse|str\.|weg|platz|allee)\s*\d|^(rue|via|viale|calle|avenida|place)\s.*\d|\d.*\b(rue|boulevard)\b/i,
];

/** Written by a data frame as a decimal, or in groups. */
const ungrouped = (text: string) => text.replace(/\.0$/, '').replaceAll(/[\s-]/g, '');

const isPhone = (text: string) =>
  mainlandMobile.test(ungrouped(text)) ||
  maskedMobile.test(text) ||
  internationalPhone.test(text) ||
  northAmericanPhone.test(text);

/** The kind of identifier that a single value is. */
export function identifyValue(text: string): IdentifierKind | undefined {
  if (text.length < 6 || text.length > 254) return undefined;
  if (text.includes('@')) return email.test(text) ? 'email' : undefined;
  if (isPhone(text)) return 'phone';
  if (isChineseIdCard(text)) return 'id_card';
  if (isCardNumber(text)) return 'bank_card';
  return addresses.some((pattern) => pattern.test(text)) ? 'address' : undefined;
}

/** The full name of a person, or of a company: two to four words with capitals, or two to four Chinese characters. */
export const isNameLike = (text: string) =>
  /^\p{Lu}[\p{L}'’.-]*(\s+\p{Lu}[\p{L}'’.-]*){1,3}$/u.test(text) || /^\p{Script=Han}{2,4}$/u.test(text);
