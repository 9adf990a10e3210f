/** A made-up person; except for names, no two persons share an identifier. */
export interface Person {
  /** The customer id. It does not identify the person and is unlikely to appear by chance in hashes or compressed bytes. */
  id: string;
  /** Number of the person's orders and tickets; unrelated to the id. */
  number: string;
  name: string;
  han: string;
  email: string;
  mobile: string;
  phone: string;
  address: string;
  hanAddress: string;
  idCard: string;
  bankCard: string;
}

const given = ['Zebulon', 'Ottoline', 'Thaddeus', 'Philippa', 'Barnabas', 'Clementine', 'Ignatius', 'Wilhelmina'];
const family = ['Quartermaine', 'Featherstone', 'Abernathy', 'Wolstenholme', 'Ravenscroft', 'Thistlethwaite'];
const hanFamily = ['欧阳', '司马', '上官', '诸葛', '慕容', '令狐', '皇甫'];
const hanGiven = ['震霆', '翊涵', '彧珩', '霁瑾', '骁骞', '婳祎', '璟雯', '昶旻'];

const digits = (value: number, width: number) => String(value).padStart(width, '0');
const pick = <T>(list: readonly T[], index: number) => list[index % list.length] as T;

/** @param number below 1,000; persons with different numbers may share a name, and nothing else */
export function person(number: number): Person {
  const unique = digits(number, 4);
  return {
    id: `KUNDE${unique}`,
    number: `N${9999 - number}`,
    name: `${pick(given, number)} ${pick(family, Math.floor(number / given.length))}`,
    han: pick(hanFamily, number) + pick(hanGiven, Math.floor(number / hanFamily.length)),
    email: `q${unique}.${pick(family, number).toLowerCase()}@mailbox${unique}.example`,
    mobile: `1398${unique}${digits((number * 7 + 13) % 1000, 3)}`,
    phone: `+44 20 79${unique.slice(0, 2)} ${unique.slice(2)}58`,
    address: `${4000 + number} Lilywhite Crescent`,
    hanAddress: `杭州市余杭区文澜路${4000 + number}号`,
    idCard: withIdCheck(
      `33010619${digits(50 + (number % 50), 2)}0${1 + (number % 9)}1${number % 10}${digits(number, 3)}`,
    ),
    bankCard: withLuhn(`62220212${digits(number, 4)}${digits(number * 31, 6)}`),
  };
}

/** The personal identifiers. */
export const identifiersOf = ({ id, number, ...identifiers }: Person): string[] => Object.values(identifiers);

/** @see GB 11643-1999 */
function withIdCheck(body: string): string {
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  return body + '10X98765432'[sum % 11];
}

/** @see ISO/IEC 7812-1, annex B */
function withLuhn(body: string): string {
  const sum = [...body].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}
