const nouns =
  'customers?|clients?|guests?|buyers?|shoppers?|users?|members?|accounts?|visitors?|persons?|people|patrons?|public|consumers?|sales?|checkouts?|orders?|trade|purchases?';

/** Ids that stand for nobody, alone or before a noun, as in *Walk-in Customer*. */
const alone = [
  'walk ?ins?|walkins?|cash|counter|over the counter|guests?|anon|anonym(ous|e|o)?|an[oó]nimo|unknown|unregistered|default|nobody',
  'not registered|not logged in|not set|undefined|object object|no name|no customer|non members?',
].join('|');
const beforeNouns =
  'general|generic|retail|casual|misc|miscellaneous|sundry|passing|one time|occasional|pos|till|in store|dummy';

const others = [
  // German, Dutch
  'laufkund(e|en|schaft)|barverkauf|barkunde|gast(kunde|bestellung)?|thekenkunde|standardkunde|diverse kunden|unbekannt|passant|gastklant|contante verkoop|baliekl?ant|anoniem',
  // French
  'client(e|s)? (de passage|comptoir|anonyme|divers|occasionnel|inconnu|comptant)|passants?|invit[eé]|anonyme|vente comptoir',
  // Spanish, Portuguese, Italian
  'consumidor final|p[uú]blico (en )?general|clientes? (de )?(mostrador|contado|general|gen[eé]rico|ocasional|final|varios|an[oó]nimo|eventual|balc[aã]o|avulso|padr[aã]o|diversos|occasionale|banco|anonimo|vari)|invitado|convidado|venda balc[aã]o|ospite',
  // Eastern Europe, Turkish
  'розничный (покупатель|клиент)|розница|гость|аноним|физ лицо|физическое лицо|частное лицо|klient detaliczny|gość|perakende müşteri|misafir|peşin müşteri|muhtelif müşteri',
  // South-East Asia
  'pelanggan umum|tamu|khách lẻ|khách vãng lai|ลูกค้าทั่วไป|ลูกค้าเงินสด|ขาจร',
  // Japanese, Korean
  'ゲスト(様|ユーザー|ユーザ|購入)?|非会員|一般客|一見客|現金客|비회원|게스트|익명',
  // Chinese
  '(线下|線下|现金|現金|门店|門店|店内|普通|零售|默认|預設|临时|臨時|一般|到店|匿名|其他)*(散客|散户|散戶|游客|遊客|访客|訪客|匿名|过客|過客|过路客|過路客|路人|路客|非会员|非會員|未注册|未登录|未登入|默认|預設|未知|无名|临时|臨時|零售|现金|線下|线下)(客户|客戶|顾客|顧客|用户|用戶|会员|會員|买家|消费者|销售|消费|客)*',
].join('|');

/**
 * Pattern of ids that tills and shops write for sales to nobody in particular; for the words of an id in lower case, with one
 * space before, between and after them. An id with a number, such as Guest-123, is never one.
 */
export const walkInPattern = `^ (the )?(((${alone})( (${nouns}))?)|((${beforeNouns}) (${nouns}))|${others}) $`;
