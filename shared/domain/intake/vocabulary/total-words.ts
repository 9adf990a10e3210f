const words = [
  String.raw`(grand|sub|order|overall|page|report)?[\s_-]*totals?|sums?|sum total|total sum`,
  'summe|gesamt(summe|ergebnis)?|(zwischen|end)summe|total g[eé]n[eé]ral|sous[\\s-]?total|total general|suma( total)?|(sub)?totale( generale| complessivo)?',
  '(sub|eind)?totaal|razem|celkem|(ara |genel )?toplam|итого|итог|всего|общий итог|промежуточный итог',
  String.raw`本?[页頁]?(合\s*计|总\s*计|小\s*计|合\s*計|總\s*計|小\s*計|総\s*計)|汇\s*总|累\s*计|彙\s*總|합계|총계|소계`,
].join('|');
const around = String.raw`[^\p{L}\p{N}]*`;

/** Pattern of cells that label a row of totals, in RE2 and in JavaScript; case does not matter. */
export const totalPattern = `^${around}(${words})${around}$`;

/** Cells that label a row of totals. */
export const totalLabel = new RegExp(totalPattern, 'iu');

/** Pattern of a group's label with the word for its total, as in `C1 Total`, `Total for C1` and 华东小计. */
export const groupTotalPattern = String.raw`(\s|^)((sub|grand)[\s-]?)?totals?\W*$|^total (for|of) |(小计|合计|总计|汇总|小計|合計|總計|итог|итого|summe|ergebnis|totaal|razem|toplam)\W*$`;

/** Pattern of a group's label that nothing else is called. */
export const clearGroupTotalPattern = String.raw`(\s|^)(sub|grand)[\s-]?totals?\W*$|^total for |(小计|合计|总计|小計|合計|總計)\W*$`;
