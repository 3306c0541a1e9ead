import { simulateCrowd } from '../test/support/crowd.ts';
import { evenly, lognormal } from '../test/support/polling.ts';
const min=60000;
const show=(n:string,r:any)=>{console.log(n, 'reads/job',r.readsPerJob.toFixed(1),'reads/s',r.readsPerSecond.toFixed(1),'unasked',(r.longestUnaskedMs/1000).toFixed(0)); for(const [k,v] of r.kinds) console.log('   ',k,'n',v.ended,'p50',(v.p50Ms/1000).toFixed(2),'p95',(v.p95Ms/1000).toFixed(2),'max',(v.longestMs/1000).toFixed(1));};
const run=async(n:string,c:any)=>{const t=performance.now();const r=await simulateCrowd(c);show(n+' '+(performance.now()-t).toFixed(0)+'ms',r);return r;};
for (const isInOrder of [false,true]) {
await run('guild',{kinds:[{name:'many',inFlight:900,runMs:lognormal(20000,.3),guild:'A'},{name:'one',inFlight:1,runMs:lognormal(5000,.2)}],forMs:3*min,seed:1,isInOrder});
await run('guild videos',{kinds:[{name:'many',inFlight:900,runMs:evenly(120000,600000),guild:'A'},{name:'one',inFlight:1,runMs:lognormal(20000,.3)}],forMs:3*min,seed:1,isInOrder});
await run('alone',{kinds:[{name:'one',inFlight:1,runMs:lognormal(5000,.2)}],forMs:3*min,seed:1,isInOrder});
await run('member',{kinds:[{name:'many',inFlight:900,runMs:lognormal(20000,.3),guild:'A',member:'M'},{name:'one',inFlight:1,runMs:lognormal(5000,.2),guild:'A'}],forMs:3*min,seed:1,isInOrder});
await run('overload',{kinds:[{name:'many',inFlight:600,runMs:lognormal(15000,.3)}, {name:'video',inFlight:400,runMs:evenly(120000,600000)}],forMs:5*min,seed:1,isInOrder});
}
