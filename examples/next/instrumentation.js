// Next.js calls it once, before it serves anything. (`instrumentation.ts` is the same.)
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('./telemetry.node');
}
