import { write } from './exports.ts';
import { type Person, person } from './planted.ts';

const PERSONS = 20;
/** This many persons of a file have an additional row that is quarantined. */
const REFUSED = 3;

const csv = (cells: readonly (string | number)[]) =>
  cells.map((cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(',');

/** Two dates in the first half of 2026. */
const days = (index: number) => [`2026-0${1 + (index % 5)}-1${index % 10}`, `2026-06-${10 + (index % 20)}`] as const;

/** The lines of each export by path, for the given persons; every dataset is included. */
const exports: Record<string, (persons: readonly Person[]) => string[]> = {
  'orders/shop.csv': (persons) => [
    'Order,Customer ID,Billing Name,Email,Phone,Shipping Street,Passport,Card Number,Date,Total',
    ...persons.flatMap(({ id, number, name, email, phone, address, idCard, bankCard }, index) =>
      days(index).map((day) => csv([number + day, id, name, email, phone, address, idCard, bankCard, day, 20 + index])),
    ),
    ...refused(persons).map(({ number, name, email, phone, address, idCard, bankCard }) =>
      csv([number, '', name, email, phone, address, idCard, bankCard, 'someday', 'much']),
    ),
    ...malformed(persons),
  ],
  'orders/天猫订单.csv': (persons) => [
    '订单编号,客户编号,收货人姓名,手机号码,收货地址,身份证号,银行卡号,邮箱,付款时间,实付金额',
    ...persons.flatMap(({ id, number, han, mobile, hanAddress, idCard, bankCard, email }, index) =>
      days(index).map((day) => csv([number + day, id, han, mobile, hanAddress, idCard, bankCard, email, day, 30])),
    ),
    ...refused(persons).map(({ number, han, mobile, hanAddress, idCard, bankCard, email }) =>
      csv([number, '', han, mobile, hanAddress, idCard, bankCard, email, '某天', '很多']),
    ),
    ...malformed(persons),
  ],
  'orders/by-content.csv': (persons) => [
    'order_id,customer_id,f1,f2,f3,f4,f5,order_date,amount',
    ...persons.map(({ id, number, email, mobile, phone, idCard, bankCard }, index) =>
      csv([number, id, email, mobile, phone, idCard, bankCard, days(index)[0], 40]),
    ),
    ...malformed(persons),
  ],
  'orders/known-by-mail.csv': (persons) => [
    'order_id,email,order_date,amount',
    ...persons.map(({ number, email }, index) => csv([number, email, days(index)[0], 50])),
    ...refused(persons).map(({ number, email }) => csv([number, email, 'someday', 1])),
    ...malformed(persons),
  ],
  'orders/known-by-phone.csv': (persons) => [
    '订单编号,手机号,下单时间,实付金额',
    ...persons.map(({ number, mobile }, index) => csv([number, mobile, days(index)[0], 50])),
    ...refused(persons).map(({ number, mobile }) => csv([number, mobile, '某天', 1])),
  ],
  'orders/nested.jsonl': (persons) =>
    persons.map(({ id, number, name, email, mobile, address }, index) =>
      JSON.stringify({
        id: number,
        created_at: days(index)[0],
        total_price: 60,
        customer_id: id,
        customer: { email, phone: mobile, first_name: name.split(' ')[0], last_name: name.split(' ')[1] },
        billing_address: { name, address1: address, phone: mobile },
      }),
    ),
  'orders/without-header.csv': (persons) =>
    persons.map(({ id, number, name, email, mobile }, index) =>
      csv([number, id, name, email, mobile, days(index)[0], 9.5]),
    ),
  'orders/of-something-else.csv': (persons) => [
    'colour,shape',
    ...persons.map(({ name, email }) => csv([name, email])),
  ],
  'customers/crm.csv': (persons) => [
    'customer_id,First Name,Last Name,E-mail,Mobile,Street Address,National ID,IBAN,Notes,Plan',
    ...persons.map(({ id, name, email, phone, address, idCard, bankCard }) =>
      csv([id, ...name.split(' '), email, phone, address, idCard, bankCard, `ask for ${name}`, 'A']),
    ),
    ...refused(persons).map(({ name, email, phone, address, idCard, bankCard }) =>
      csv(['', ...name.split(' '), email, phone, address, idCard, bankCard, `ask for ${name}`, 'A']),
    ),
    ...malformed(persons),
  ],
  'customers/会员.csv': (persons) => [
    '会员编号,姓名,手机号,邮箱,地址,身份证号码,银行卡号,备注,等级',
    ...persons.map(({ id, han, mobile, email, hanAddress, idCard, bankCard }) =>
      csv([id, han, mobile, email, hanAddress, idCard, bankCard, `联系${han}`, '甲']),
    ),
    ...malformed(persons),
  ],
  'customers/by-content.csv': (persons) => [
    'customer_id,f1,f2,f3,f4,f5,plan',
    ...persons.map(({ id, email, mobile, phone, idCard, bankCard }) =>
      csv([id, email, mobile, phone, idCard, bankCard, 'A']),
    ),
  ],
  'interactions/tickets.csv': (persons) => [
    'ticket_id,customer_id,created_at,type,Requester,Requester Email,Subject,Description,Reason',
    ...persons.map(({ id, number, name, email, mobile, phone }, index) =>
      csv([
        number,
        id,
        days(index)[0],
        'ticket',
        name,
        email,
        `Call ${name} back`,
        `My number is ${phone}, or ${mobile}`,
        `${name} said on the phone that the parcel ${index} never came, write to ${email}`,
      ]),
    ),
    ...refused(persons).map(({ number, name, email, phone }) =>
      csv([
        number,
        '',
        'someday',
        'ticket',
        name,
        email,
        `Call ${name}`,
        phone,
        `${name} called and called and called`,
      ]),
    ),
    ...malformed(persons),
  ],
  'interactions/投诉记录.csv': (persons) => [
    '客户编号,时间,类型,联系人,联系电话,投诉内容',
    ...persons.map(({ id, han, mobile, hanAddress }, index) =>
      csv([id, days(index)[0], '投诉', han, mobile, `${han}住在${hanAddress}，一直没有收到包裹${index}`]),
    ),
    ...malformed(persons),
  ],
  'feedback/nps.csv': (persons) => [
    'Respondent Name,Email,customer_id,Submitted at,NPS score,Comment',
    ...persons.map(({ id, name, email, mobile }, index) =>
      csv([name, email, id, days(index)[0], index % 11, `Call me, ${name}, on ${mobile}`]),
    ),
    ...refused(persons).map(({ name, email, mobile }) => csv([name, email, '', 'someday', 5, mobile])),
    ...malformed(persons),
  ],
};

const refused = (persons: readonly Person[]) => persons.slice(0, REFUSED);

/** Rows with fewer or more cells than any header. */
const malformed = (persons: readonly Person[]) =>
  persons.slice(-REFUSED).flatMap(({ id, number, ...identifiers }) => {
    const cells = Object.values(identifiers);
    return [csv([id, ...cells.slice(0, 2)]), csv([id, '2026-06-01', 5, ...cells, ...cells])];
  });

/** Files whose first line is a row already. */
const isHeadless = (file: string) => file.endsWith('.jsonl') || file.endsWith('without-header.csv');

export interface PlantedExport {
  persons: Person[];
  rows: number;
}

/** Writes all exports. @returns the persons and the number of rows of each file by path */
export async function writePlantedExports(folder: string): Promise<Map<string, PlantedExport>> {
  const planted = new Map<string, PlantedExport>();
  for (const [file, lines] of Object.entries(exports)) {
    const first = planted.size * PERSONS;
    const persons = Array.from({ length: PERSONS }, (_, index) => person(first + index));
    const written = lines(persons);
    await write(`${folder}/${file}`, written);
    planted.set(file, { persons, rows: written.length - (isHeadless(file) ? 0 : 1) });
  }
  return planted;
}
