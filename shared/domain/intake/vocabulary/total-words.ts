/** Cells that label a row of totals. */
export const totalLabel =
  /^\W*((grand|sub|order|overall)?[\s_-]*totals?|sums?|summe|gesamt(summe)?|total g[eé]n[eé]ral|totale|合\s*计|总\s*计|小\s*计|汇\s*总|合\s*計|總\s*計|小\s*計|累\s*计)\W*$/i;
