/** How exports write that a value is missing, beside leaving it empty; in lower case. */
export const missingWords = ['-', '--', '.', 'null', 'none', 'nan', 'n/a', 'na', '#n/a', '(null)', '\\n', '无', '空'];
