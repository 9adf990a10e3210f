/** A language in one of the encodings of a single byte per character. */
export interface Language {
  encoding: string;
  /** Its letters above ASCII, in lower case. */
  letters: string;
}

/** Languages in Latin letters; of equal evidence the first wins, so that Turkish precedes Icelandic. */
export const latinLanguages: readonly Language[] = [
  { encoding: 'windows-1252', letters: 'àâæçèéêëîïôœùûüÿ' },
  { encoding: 'windows-1252', letters: 'äöüß' },
  { encoding: 'windows-1252', letters: 'áéíñóúüç' },
  { encoding: 'windows-1252', letters: 'áâãàçéêíóôõú' },
  { encoding: 'windows-1252', letters: 'àèéìòù' },
  { encoding: 'windows-1252', letters: 'æøåéö' },
  { encoding: 'windows-1252', letters: 'åäöéü' },
  { encoding: 'windows-1250', letters: 'áčďéěíňóřšťúůýž' },
  { encoding: 'windows-1250', letters: 'ąćęłńóśźż' },
  { encoding: 'windows-1250', letters: 'áéíóöőúüű' },
  { encoding: 'windows-1250', letters: 'áäčďéíĺľňóôŕšťúýž' },
  { encoding: 'windows-1250', letters: 'čćđšž' },
  { encoding: 'windows-1250', letters: 'ăâîşţ' },
  { encoding: 'windows-1254', letters: 'çğıi̇öşüâî' },
  { encoding: 'windows-1252', letters: 'áðéíóúýþæö' },
];

/** Alphabets with no Latin letters in their words, most frequent letters first. */
export const otherAlphabets: readonly Language[] = [
  { encoding: 'windows-1251', letters: 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё' },
  { encoding: 'windows-1251', letters: 'оаниіевртслкудмпзяьбгйчхцїжєюшщфґ' },
  { encoding: 'koi8-r', letters: 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё' },
  { encoding: 'ibm866', letters: 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё' },
  { encoding: 'windows-1253', letters: 'αοιετσνηυρπκλμςωθδγχάίόέφύήβώξζψϊϋ' },
];

/** The most frequent syllables of Korean, above all those of names, places and shops. */
export const koreanSyllables =
  '이다는을의가에고지한서하로기사은도대를시나자인어리아상수주정일부장전제해보김구동원성조신선영우경화미공국소과유산안라오세진현박최강윤임울남문호민재연준희혜숙철규남천광완료배송취결품번객명금액날상태매출';
/** The same of Chinese. */
export const chineseCharacters =
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运订单号编会员客户商品货款付付退买卖家店茶京沪苏杭';
