/** Loaded before a bot that is measured: answers its parent with what the process has used so far. Plain JavaScript, as node loads it. */
import { PerformanceObserver } from 'node:perf_hooks';

let collectedMs = 0;
let peakBytes = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) collectedMs += duration;
}).observe({ entryTypes: ['gc'] });
setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 10).unref();
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, collectedMs, rssBytes: process.memoryUsage.rss(), peakBytes });
  peakBytes = 0;
});
process.channel?.unref();
