import { parseArgs } from 'node:util';
import { faultNames, type FaultName } from './faults.ts';
import { webOrigin } from './hosts.ts';
import { startService } from './service.ts';

const { values } = parseArgs({
  options: {
    mails: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '8443' },
    latency: { type: 'string', default: '0' },
    'picture-bytes': { type: 'string', default: '0' },
    fault: { type: 'string', multiple: true, default: [] },
  },
});

const unknown = values.fault.find((name) => !(faultNames as readonly string[]).includes(name));
if (unknown !== undefined) {
  console.error(`There is no fault "${unknown}". There are: ${faultNames.join(', ')}.`);
  process.exit(1);
}

const service = await startService({
  mails: Number(values.mails),
  seed: Number(values.seed),
  port: Number(values.port),
  latencyMs: Number(values.latency),
  pictureBytes: Number(values['picture-bytes']),
  faults: values.fault.map((name) => ({ name: name as FaultName })),
});
console.log(
  `The demo service listens on 127.0.0.1:${service.port}. Open ${webOrigin}/ in a Chromium started with:`,
);
console.log(service.chromiumArgs.map((argument) => `'${argument}'`).join(' '));
for (const { nickname, userId, password, inbox } of service.accounts) {
  console.log(`Account ${nickname}: id ${userId}, password ${password}, ${inbox.count} mails`);
}
process.once('SIGINT', () => void service.close());
