export type Article = readonly [name: string, price: number];

/** Articles and list prices of the sample shop by category, best-selling category first. */
export const products: Record<string, readonly Article[]> = {
  Kitchen: [
    ['Tea towel', 7.5],
    ['Chopping board', 19.9],
    ['Storage jar set', 27.5],
    ['Kitchen knife', 49],
    ['Cast iron pan', 79],
    ['Coffee machine', 189],
  ],
  Home: [
    ['Scented candle', 9.9],
    ['Cushion cover', 17.5],
    ['Photo frame', 22],
    ['Wool blanket', 59],
    ['Table lamp', 84],
    ['Rug', 149],
  ],
  Garden: [
    ['Seed packet', 3.2],
    ['Plant pot', 12.5],
    ['Secateurs', 24.9],
    ['Watering can', 32],
    ['Fire bowl', 98],
    ['Bench', 219],
  ],
  Stationery: [
    ['Greeting card', 2.8],
    ['Notebook', 8.9],
    ['Desk calendar', 13.5],
    ['Fountain pen', 36],
    ['Leather folder', 68],
  ],
  Toys: [
    ['Card game', 8.5],
    ['Puzzle', 16.9],
    ['Wooden train', 34],
    ['Board game', 42],
    ['Toy house', 119],
  ],
};
