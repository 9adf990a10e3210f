/** How many times as many random cases the tests try as usual: `npm run test:thorough` tries five times as many. */
const THOROUGHNESS = Number(process.env.THOROUGHNESS ?? 1);

/** A number of random cases. @param usual what `npm test` tries: each run of it tries others */
export const cases = (usual: number): number => Math.ceil(usual * THOROUGHNESS);
