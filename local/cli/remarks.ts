import type { Remarks } from '../../shared/run/reports.ts';
import { countText, numberText } from './format.ts';

const setAsideText: Readonly<Record<string, string>> = {
  walk_in_customer: 'sales to nobody in particular (walk-in customer, guest, 散客 …)',
  missing_customer_id: 'sales without a customer',
  total_row: 'totals of other rows',
  repeated_header: 'names of the columns again',
  page_line: 'lines of printed pages',
};

/** One sentence about each assumption and each unknown in an upload. */
export function remarkLines(remarks: Remarks): string[] {
  const { unknown_statuses = [], test_rows, half_turned_dates = [], calendars = [], unread_dates = [] } = remarks;
  const {
    assumed_unit,
    unknown_spend = 0,
    set_aside = [],
    evened_rows = 0,
    encoding_alternatives = [],
    guests,
  } = remarks;
  const rowsText = ({ rows, amount }: { rows: number; amount: number }) =>
    `${countText(rows)} ${rows === 1 ? 'row' : 'rows'}, sum ${numberText(amount)}`;
  return [
    ...(encoding_alternatives.length > 0
      ? [
          `the encoding is a guess: the letters also fit ${encoding_alternatives.join(', ')}; if they look wrong, name it in the policy: {"reading": {"orders": {"encoding": "${encoding_alternatives[0]}"}}}`,
        ]
      : []),
    ...half_turned_dates.map(
      (header) =>
        `"${header}" has dates in two forms, and in one no day is above 12: a spreadsheet seems to have exchanged day and month there; export the file again`,
    ),
    ...calendars.map(({ header, calendar }) => `years of "${header}" converted from the ${calendar} calendar`),
    ...unread_dates.map(
      ({ header, form }) =>
        `"${header}" has dates like ${form}, which no pattern reads; add theirs to the policy: {"dateFormats":["<pattern, such as %d.%m.%y for 31.12.24>"]}`,
    ),
    ...(assumed_unit
      ? [`the file does not say the unit of its times: read as ${assumed_unit}s, the policy's "timeUnit"`]
      : []),
    ...(unknown_spend > 0
      ? [`spend unknown: ${countText(unknown_spend)} customers, counted as 0 in totals and left out of means`]
      : []),
    ...(evened_rows > 0
      ? [`rows without trailing empty cells, or with more of them than the header: ${countText(evened_rows)}, read`]
      : []),
    ...(guests
      ? [
          `guests named by "${guests.by.join('" or "')}": ${countText(guests.rows)} rows of ${countText(guests.customers)} customers, of which ${countText(guests.known_rows)} rows have the one id that occurs with it, and the others its hash`,
        ]
      : []),
    ...set_aside.map(({ reason, ...sums }) => `${setAsideText[reason] ?? reason}: ${rowsText(sums)}, set aside`),
    ...(test_rows ? [`tests of the shop: ${rowsText(test_rows)}, filtered`] : []),
    ...unknown_statuses.map(
      ({ status, ...sums }) =>
        `${status === null ? 'other unknown statuses' : `unknown status "${status}"`}: ${rowsText(sums)}, counted as sales`,
    ),
  ];
}
