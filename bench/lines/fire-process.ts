import { answerQuestions } from '@/bench/child';
import { openWire, type Wire } from '@/bench/load/wire';
import { percentile } from '@/bench/rounds';
import { type Fired, Order } from './fire';

answerQuestions(async (question): Promise<Fired> => {
  const { port, requests, connections, again, seconds, wanted } = Order.parse(question);
  const wires = await Promise.all(Array.from({ length: connections }, () => openWire(port)));
  const waits: number[] = [];
  let bytes = 0;
  let next = 0;
  const begun = performance.now();
  const send = async (wire: Wire) => {
    while (performance.now() - begun < seconds * 1000 && (again || next < requests.length)) {
      const request = requests[next++ % requests.length] ?? '';
      const sent = performance.now();
      const { status, body } = await wire.ask(request);
      waits.push(performance.now() - sent);
      if (status !== 200 || !body.includes(wanted))
        throw new Error(`${request.split('\r\n', 1)[0]} was answered with ${status}: ${body.slice(0, 300)}`);
      bytes ||= body.length;
    }
  };
  try {
    await Promise.all(wires.map(send));
  } finally {
    for (const wire of wires) wire.close();
  }
  const rate = waits.length / ((performance.now() - begun) / 1000);
  return { rate, p50: percentile(waits, 0.5), p99: percentile(waits, 0.99), answers: waits.length, bytes };
});
