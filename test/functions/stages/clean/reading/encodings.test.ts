import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidates, plausibility } from '../../../../../functions/stages/clean/reading/plausibility.ts';
import { encoder } from './encoder.ts';
import { fixture, readUpload } from './read-upload.ts';

const taobao = [
  ['订单编号', '买家会员名', '订单创建时间', '买家实际支付金额', '宝贝标题', '订单状态'],
  ['="20260801000001"', '茶客甲', '2026-08-01 10:05:00', '128.50', '西湖龙井茶叶 250g 礼盒装', '交易成功'],
  ['="20260801000002"', '柚子妈妈', '2026-08-01 11:20:31', '59.00', '不锈钢保温杯，大容量', '交易成功'],
  ['="20260802000003"', '茶客甲', '2026-08-02 09:00:00', '￥1,299.00', '儿童益智积木 “城堡”', '已退款'],
  ['="20260803000004"', '阿喆', '2026-08-03 18:45:10', '88.00', '𠮷祥如意 对联', '交易关闭'],
];
const taiwan = [
  ['訂單編號', '會員編號', '訂購日期', '付款金額', '商品名稱', '訂單狀態'],
  ['TW0001', 'M00012', '2026/08/01 10:05', '1280', '阿里山烏龍茶禮盒', '已完成'],
  ['TW0002', 'M00345', '2026/08/02 21:14', '350', '不鏽鋼保溫杯（大）', '已完成'],
  ['TW0003', 'M00012', '2026/08/05 08:00', '990', '許功蓋餐具組', '已退款'],
];
const japan = [
  ['注文番号', '顧客番号', '注文日時', '合計金額', '商品名', 'ステータス'],
  ['J-0001', 'K00012', '2026/08/01 10:05', '3,240', '有機抹茶セット①', '発送済み'],
  ['J-0002', 'K00345', '2026/08/02 21:14', '1,100', 'ソフトクリーム\u3000バニラ', '発送済み'],
  ['J-0003', 'K00012', '2026/08/05 08:00', '8,800', '髙島屋 ｷﾞﾌﾄ券～夏', '返品'],
];
const france = [
  ['N° commande', 'N° client', 'Date de commande', 'Montant réglé', 'Libellé', 'État'],
  ['F-0001', 'C00012', '01/08/2026', '12,50 €', 'Café moulu « Été »', 'Expédiée'],
  ['F-0002', 'C00345', '15/08/2026', '1\u00a0234,00 €', 'Œufs de Pâques à l’unité', 'Annulée'],
  ['F-0003', 'C00012', '31/08/2026', '8,90 €', 'Crème brûlée', 'Expédiée'],
];

describe('detects and reads exports in other encodings, written by Python', () => {
  it.each([
    { name: 'taobao.gb18030.csv', encoding: 'gb18030', delimiter: ',', rows: taobao },
    { name: 'taobao.utf-8-mark.csv', encoding: 'utf-8', delimiter: ',', rows: taobao },
    { name: 'taiwan.big5.csv', encoding: 'big5', delimiter: ',', rows: taiwan },
    { name: 'taiwan.utf-16le-without-mark.csv', encoding: 'utf-16le', delimiter: ',', rows: taiwan },
    { name: 'japan.shift_jis.csv', encoding: 'shift_jis', delimiter: ',', rows: japan },
    { name: 'japan.utf-16be.csv', encoding: 'utf-16be', delimiter: ',', rows: japan },
    { name: 'france.windows-1252.csv', encoding: 'windows-1252', delimiter: ';', rows: france },
    { name: 'excel-unicode-text.utf-16le.txt', encoding: 'utf-16le', delimiter: '\t', rows: france },
  ])('$name', async ({ name, encoding, delimiter, rows }) => {
    const read = await readUpload(await fixture(name));
    expect(read).toMatchObject({
      format: 'delimited',
      encoding,
      delimiter,
      hasUndecodableBytes: false,
      refused: [],
      rows,
    });
    expect(read.text).not.toMatch(/\r|\uFEFF/);
  });
});

describe('detects the encoding of single words', () => {
  // 上海, 北京, 臺北市, 東京都, ﾀﾅｶ, Orléans, ¥, by Python's encoders.
  it.each([
    { word: 'c9cfbaa3', encoding: 'gb18030' },
    { word: 'b1b1bea9', encoding: 'gb18030' },
    { word: 'bb4fa55fa5ab', encoding: 'big5' },
    { word: '938c8b9e9373', encoding: 'shift_jis' },
    { word: 'c0c5b6', encoding: 'shift_jis' },
    { word: '4f726ce9616e73', encoding: 'windows-1252' },
    { word: 'a5', encoding: 'windows-1252' },
    { word: 'e4b88ae6b5b7', encoding: 'utf-8' },
  ])('$encoding: $word', ({ word, encoding }) => {
    const weights = candidates.map((name) => plausibility(Buffer.from(word, 'hex'), name));
    expect(candidates[weights.indexOf(Math.max(...weights))]).toBe(encoding);
  });
});

describe('detects the encoding of any few words of exports', () => {
  it.each([
    {
      encoding: 'gb18030',
      words:
        '订单编号 客户编号 下单时间 实付金额 商品名称 订单状态 交易成功 待付款 已退款 上海市 北京 广州 深圳 张伟 李娜 绿茶礼盒 保温杯 ￥128',
    },
    {
      encoding: 'big5',
      words:
        '訂單編號 會員編號 訂購日期 付款金額 商品名稱 訂單狀態 已完成 待付款 已退款 臺北市 高雄 臺中 陳怡君 烏龍茶禮盒 保溫杯 滷肉飯',
    },
    {
      encoding: 'shift_jis',
      words:
        '注文番号 顧客番号 注文日時 合計金額 商品名 ステータス 発送済み 未入金 キャンセル 返品 東京都 大阪府 田中 ﾀﾅｶ 抹茶アイス 電動歯ブラシ',
    },
    {
      encoding: 'windows-1252',
      words:
        'N° réglé Libellé État Expédiée Annulée Crème brûlée Orléans Größe Straße übergroß Königstraße artículo Piñata Jamón €12 £5 L’été',
    },
  ])('$encoding', async ({ encoding, words }) => {
    const encode = encoder(encoding);
    const vocabulary = fc.shuffledSubarray(words.split(' '), { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(vocabulary, async (some) => {
        const text = ['id,word', ...some.map((word, index) => `${index},${word}`), ''].join('\n');
        expect((await readUpload(encode(text))).rows.map(([, word]) => word)).toEqual(['word', ...some]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('tells encodings of one byte and Korean apart by their letters', () => {
  it.each([
    { encoding: 'windows-1250', words: 'Plzeň Třebíč Děčín Žďár Příbram dobírka zákazník' },
    { encoding: 'windows-1250', words: 'Łódź Kraków Gdańsk Święty zamówienie książka żółw' },
    { encoding: 'windows-1250', words: 'Győr Erdős fűszer könyv rendelés vásárló' },
    { encoding: 'windows-1254', words: 'İstanbul Ağrı Şişli müşteri sipariş Beyoğlu' },
    { encoding: 'windows-1251', words: 'МОСКВА РОСТОВ ОМСК' },
    { encoding: 'windows-1251', words: 'Москва Нижний заказ клиент отправлен' },
    { encoding: 'windows-1251', words: 'Київ Львів замовлення клієнт їжа' },
    { encoding: 'koi8-r', words: 'Москва Нижний заказ клиент отправлен' },
    { encoding: 'windows-1253', words: 'Αθήνα Θεσσαλονίκη παραγγελία πελάτης' },
    { encoding: 'euc-kr', words: '고객 주문번호 홍길동 서울시 강남구 배송완료 상품명' },
    { encoding: 'gb18030', words: '订单编号 客户 上海 北京 交易成功 商品' },
    { encoding: 'gb18030', words: '客户 城市 金额 广州 成都 昆明' },
    { encoding: 'windows-1252', words: 'Orléans Français Noël crème' },
    { encoding: 'windows-1252', words: 'Größe Köln München Straße' },
    { encoding: 'windows-1252', words: 'São Conceição João Maranhão' },
    { encoding: 'windows-1252', words: 'Málaga España artículo Peña' },
  ])('$encoding: $words', async ({ encoding, words }) => {
    const text = ['id,word', ...words.split(' ').map((word, index) => `${index},${word}`), ''].join('\n');
    const read = await readUpload(encoder(encoding)(text));
    expect(read.rows.map(([, word]) => word)).toEqual(['word', ...words.split(' ')]);
    expect([read.encoding, read.encodingAlternatives]).toEqual([encoding, []]);
  });

  it('names the encodings that fit nearly as well', async () => {
    const { encoding, encodingAlternatives } = await readUpload(encoder('windows-1254')('id,city\n1,Ağrı\n'));
    expect([encoding, encodingAlternatives]).toEqual(['windows-1254', ['windows-1252']]);
  });
});

it('reads Cyrillic written by Python', async () => {
  // By Python: 'заказ,город\n1,Москва\n2,Санкт-Петербург\n3,Новосибирск\n'.encode('cp1251')
  const cyrillic =
    'e7e0eae0e72ce3eef0eee40a312ccceef1eae2e00a322cd1e0edeaf22dcfe5f2e5f0e1f3f0e30a332ccdeee2eef1e8e1e8f0f1ea0a';
  const { encoding, rows } = await readUpload(Buffer.from(cyrillic, 'hex'));
  expect([encoding, rows[1]]).toEqual(['windows-1251', ['1', 'Москва']]);
});

it('uses the encoding in the policy unless there is a byte order mark', async () => {
  // By Python: '고객,금액\n홍길동,5\n'.encode('euc-kr')
  const korean = Buffer.from('b0edb0b42cb1ddbed70ac8abb1e6b5bf2c350a', 'hex');
  expect((await readUpload(korean, { encoding: 'euc-kr' })).rows).toEqual([
    ['고객', '금액'],
    ['홍길동', '5'],
  ]);
  const marked = await readUpload('\uFEFFcustomer,city\n1,北京\n', { encoding: 'gb18030' });
  expect([marked.encoding, marked.rows[1]]).toEqual(['utf-8', ['1', '北京']]);
});

it('reads UTF-8 with line feeds in place', async () => {
  const read = await readUpload('customer,city\n1,北京\n2,"a ""quoted""\nname"\n');
  expect(read).toMatchObject({ isUntouched: true, files: 1, encoding: 'utf-8' });
});

describe('undecodable bytes reject their row and no other', () => {
  const rowsWith = (bad: Buffer, encode: (text: string) => Buffer) =>
    Buffer.concat([
      encode('customer,city\n'),
      ...Array.from({ length: 100 }, (_, index) => encode(`${index},上海\n`)),
      Buffer.from('bad,'),
      bad,
      Buffer.from('\n'),
      encode('last,北京\n'),
    ]);
  const gb18030 = (text: string) =>
    Buffer.from(text.replaceAll('上海', '\xc9\xcf\xba\xa3').replaceAll('北京', '\xb1\xb1\xbe\xa9'), 'latin1');

  it.each([
    { what: 'an invalid byte in UTF-8', upload: rowsWith(Buffer.from([0xff]), Buffer.from), encoding: 'utf-8' },
    { what: 'half a character of UTF-8', upload: rowsWith(Buffer.from([0xe4, 0xb8]), Buffer.from), encoding: 'utf-8' },
    { what: 'a word of GBK in UTF-8', upload: rowsWith(gb18030('上海'), Buffer.from), encoding: 'utf-8' },
    { what: 'a NUL in UTF-8', upload: rowsWith(Buffer.from('a\0b'), Buffer.from), encoding: 'utf-8' },
    { what: 'an invalid byte in GB18030', upload: rowsWith(Buffer.from([0xff]), gb18030), encoding: 'gb18030' },
    { what: 'a NUL in GB18030', upload: rowsWith(Buffer.from('a\0b'), gb18030), encoding: 'gb18030' },
  ])('$what', async ({ upload, encoding }) => {
    const read = await readUpload(upload);
    expect(read).toMatchObject({ encoding, hasUndecodableBytes: true });
    expect(read.refused).toEqual([expect.stringMatching(/^bad,/)]);
    expect(read.rows).toHaveLength(102);
    expect(read.rows.at(-1)).toEqual(['last', '北京']);
  });
});

it('keeps replacement characters that are in the export itself', async () => {
  const utf16 = Buffer.from('\uFEFFcustomer,city\n1,\uFFFD\n', 'utf16le');
  for (const upload of ['customer,city\n1,\uFFFD\n', utf16]) {
    expect(await readUpload(upload)).toMatchObject({ hasUndecodableBytes: false, refused: [] });
  }
});
