import { describe, expect, it } from 'vitest';
import {
  identifyHeader,
  identifyValue,
  isCardNumber,
  isChineseIdCard,
  isNameLike,
} from '../../../../../shared/domain/intake/identifiers/identifiers.ts';

describe('identifyHeader', () => {
  it.each([
    { kind: 'name', headers: ['Name', 'Full Name', 'billing_firstname', 'Ship-to Name', '收货人', '客户姓名', '昵称'] },
    { kind: 'email', headers: ['E-mail', 'Email (Billing)', 'buyer-email', 'Web Email', '电子邮箱'] },
    { kind: 'phone', headers: ['Mobile', 'Phone (Billing)', 'Tel', '联系手机', '联系电话 ', '微信号'] },
    { kind: 'address', headers: ['Shipping Address1', 'Street 1', 'Billing Zip', 'ship-postal-code', '收货地址'] },
    { kind: 'id_card', headers: ['身份证号', 'Passport No', 'National ID', 'SSN'] },
    { kind: 'bank_card', headers: ['银行卡号', 'IBAN', 'Card Number', 'Card Last4', '买家支付宝账号'] },
    { kind: 'account', headers: ['Username', '买家会员名', '下单帐号'] },
    { kind: 'free_text', headers: ['Notes', 'Customer Comment', '买家留言', '订单备注', 'delivery-Instructions'] },
    {
      kind: 'name',
      headers: ['spouse', 'Guardian Name', 'Mother', "Father's name", 'Emergency Contact', 'Next of kin'],
    },
    { kind: 'name', headers: ['Vorname', 'Nachname', 'Ansprechpartner', 'nom', 'prénom', 'apellido', 'Apellidos'] },
    {
      kind: 'name',
      headers: ['nombre', 'Nombre completo', 'Cognome', 'Voornaam', '父亲', '母亲姓名', '配偶', '监护人'],
    },
    { kind: 'name', headers: ['紧急联系人', '家长姓名', '紧急聯絡人'] },
    { kind: 'phone', headers: ['Handynummer', 'Telefon', 'Téléphone', 'teléfono móvil', 'Cellulare', '监护人电话'] },
    { kind: 'address', headers: ['Straße', 'Hausnummer', 'PLZ', 'Adresse', 'Dirección', 'Calle', 'Indirizzo'] },
    { kind: 'email', headers: ['Courriel', 'Correo electrónico'] },
    { kind: 'account', headers: ['account', 'Account Number', 'buyer_nick'] },
    { kind: 'free_text', headers: ['memo', 'seller_memo', 'Tags', 'Bemerkungen', 'Commentaire'] },
  ])('finds $kind in $headers', ({ kind, headers }) => {
    expect(headers.map(identifyHeader)).toEqual(headers.map(() => kind));
  });

  it.each([
    'Lineitem name',
    'Product Name',
    'store name',
    'Company Name',
    '商品名称',
    '店铺名称',
    'Accepts Email Marketing',
    'Email Status',
    'Device Type',
    '是否手机订单',
    'Shipping Country',
    'Default Address Country Code',
    '收货省份',
    '会员卡号',
    'Payment Method',
    'Notebook',
    'Number of notes',
    'Account Type',
    'Account Created',
    'Heritage',
    'Stage',
    'Partner Program',
    'Ort',
    'Personal',
  ])('finds no identifier in "%s"', (header) => {
    expect(identifyHeader(header)).toBeUndefined();
  });
});

describe('identifyValue', () => {
  it.each([
    { kind: 'email', values: ['a.b+c@shop.example', '客服@例子.中国'] },
    { kind: 'phone', values: ['13800138000', '+86 138 0013 8000', '1******6198', '138****8000'] },
    { kind: 'phone', values: ['+33610826417', '(775) 555-0154', '555-123-4567', '+44 20 7946 0018'] },
    // The example of the standard, and test numbers of card schemes.
    { kind: 'id_card', values: ['11010519491231002X'] },
    { kind: 'bank_card', values: ['4111111111111111', '5555 5555 5555 4444', '6222021234567890128'] },
  ])('recognises $kind: $values', ({ kind, values }) => {
    expect(values.map(identifyValue)).toEqual(values.map(() => kind));
  });

  it.each([
    '2026-07-01',
    '20260701123045',
    '112-3456789-0000001',
    '24-14934-88735',
    '1930679858170647',
    '536365',
    '17850.0',
    '1470000000000',
    'a@b',
    '12,345.67',
  ])('recognises no identifier in %s', (value) => {
    expect(identifyValue(value)).toBeUndefined();
  });
});

it('checks the last character of an identity number by GB 11643-1999', () => {
  expect(isChineseIdCard('11010519491231002X')).toBe(true);
  expect(isChineseIdCard('110105194912310021')).toBe(false);
  expect(isChineseIdCard('11010519491331002X')).toBe(false);
});

it('checks the last digit of a card number by ISO/IEC 7812', () => {
  expect(isCardNumber('4111111111111111')).toBe(true);
  expect(isCardNumber('4111111111111112')).toBe(false);
});

it('recognises a full name by its form', () => {
  expect(['Jane Doe', 'Jean-Luc O’Neill', '张三', '欧阳娜娜'].filter(isNameLike)).toHaveLength(4);
  expect(['c1', 'JANE', 'jane doe', 'gold', '黄金会员级别', 'A-1'].filter(isNameLike)).toEqual([]);
});
