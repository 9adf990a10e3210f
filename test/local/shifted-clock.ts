// Shifts the clock of a process that imports this first, by the number of milliseconds in CLOCK_AHEAD_MS.

const RealDate = Date;
const ahead = Number(process.env.CLOCK_AHEAD_MS);
const shiftedNow = () => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [shiftedNow()] : args, newTarget),
  apply: () => new RealDate(shiftedNow()).toString(),
  get: (target, name, receiver) => (name === 'now' ? shiftedNow : Reflect.get(target, name, receiver)),
});
