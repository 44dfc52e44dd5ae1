// SPDX-License-Identifier: Apache-2.0
// A service in JavaScript that speaks weir.v1 (docs/protocol.md) on npm's ws. Prints its URL; a line to stderr for each command.
'use strict';
const { createHash, randomBytes, timingSafeEqual } = require('crypto');
const http = require('http');
const { WebSocketServer } = require('ws');

const kType = { id: 11, name: 'message_received', kind: 'value', unit: 'B' };
const kRange = { sample_rate: [0.0001, 1], min_sample_rate: [0.0001, 1], max_sample_rate: [0.0001, 1],
                 buffer_size: [16, 1000000], flush_interval: [0.05, 3600] };
const token = process.env.WEIR_AGENT_TOKEN;
const session = randomBytes(16).toString('hex');
const began = process.hrtime.bigint();
const clients = new Set();
let config = { mode: 'fixed', sample_rate: 0.1, min_sample_rate: 0.01, max_sample_rate: 0.15, buffer_size: 2000, flush_interval: 0.2 };
let revision = 1, seq = 0, connections = 0, former = null, expiry = null, expiresAt = 0;

// The engine: exact counts of every event; a share is sampled, each with the weight it was chosen with.
const empty = () => ({ n: 0, sum: 0, k: 0, W: 0, V: 0, WX: 0, VX: 0, dt: 0, intervals: 0, w: [Infinity, 0] });
const total = empty();
let interval = empty(), max = 0;

function add(to, from) {
    for (const name of ['n', 'sum', 'k', 'W', 'V', 'WX', 'VX', 'dt', 'intervals']) to[name] += from[name];
    to.w = [Math.min(to.w[0], from.w[0]), Math.max(to.w[1], from.w[1])];
}

function record(x) {
    const w = 1 / config.sample_rate, chosen = Math.random() * w < 1 ? 1 : 0;
    max = Math.max(max, x);
    add(interval, { n: 1, sum: x, k: chosen, W: chosen * w, V: chosen * w * (w - 1), WX: chosen * w * x,
                    VX: chosen * w * (w - 1) * x * x, dt: 0, intervals: 0, w: [w, w] });
}

function flush() {
    Object.assign(interval, { dt: config.flush_interval, intervals: 1 });
    add(total, interval);
    for (const client of clients) add(client.since, interval);
    interval = empty();
    seq += 1;
    for (const client of clients)
        if (!client.speaks) client.socket.send(JSON.stringify({ ...state(), totals: { [kType.name]:
            { count: total.n, sum: total.sum } } }));
    setTimeout(flush, config.flush_interval * 1000);
}

const part = (p) => ({ n: p.n, sum: p.sum, max, critical: 0, k: p.k, W: p.W, V: p.V, WX: p.WX, VX: p.VX,
                       ...(p.n && { w: p.w }) });
const setting = () => ({ config, revision,
                         ...(former && { expires_in_s: Math.max(0, Math.floor((expiresAt - Date.now()) / 1000)) }) });

function state() {
    const seen = total.n + interval.n, chosen = total.k + interval.k, rate = config.sample_rate;
    return { t: Date.now(), seq, uptime_s: Number(process.hrtime.bigint() - began) / 1e9,
             accounting: { seen, critical: 0, sampled_out: seen - chosen, chosen, kept: total.k, in_ring: interval.k,
                           thinned: 0, dropped: 0, refused: 0 },
             sampling: { mode: config.mode, rate, in_force: rate, effective_rate: seen ? chosen / seen : 0, revision,
                         why: 'fixed' },
             buffer: { capacity: config.buffer_size, used: 0, pressure: 0, peak: 0, thinnings: 0 } };
}

function sendData(client) {
    if (client.socket.bufferedAmount > 256 * 1024) return void (client.lost += 1);
    const since = client.since;
    client.since = empty();
    client.send({ op: 'data', ...state(), intervals: since.intervals, dt: since.dt, lost: client.lost,
                  now: [{ id: kType.id, n: total.n + interval.n, sum: total.sum + interval.sum, max }],
                  ...(since.intervals && { rows: [{ id: kType.id, ...part(since), total: part(total) }] }) });
}

function change(kind, values, client) {
    config = { ...config, ...values };
    revision += 1;
    const detail = Object.entries(values).map(([name, value]) => `${name} ${value}`).join(', ') || 'kept';
    console.error(`audit: ${kind} ${detail}, revision ${revision}` + (client ? `, client ${client.number}` : ''));
    for (const each of clients) each.send({ op: 'event', t: Date.now(), seq, kind, detail,
                                            ...(client && { client: client.number }), ...setting() });
}

function set(client, { values, if_revision: wanted, for_s: lasts }) {
    if (!client.mayControl) return ['no_control', 'Control needs the token.'];
    if (values === null || typeof values !== 'object' || Array.isArray(values))
        return ['bad_value', '"values" must be an object.'];
    const next = {};
    for (const [name, [low, high]] of Object.entries(kRange)) {
        if (values[name] == null) continue;
        if (!(typeof values[name] === 'number' && values[name] >= low && values[name] <= high)
            || (name === 'buffer_size' && !Number.isInteger(values[name])))
            return ['bad_value', `"values.${name}" must be a number from ${low} to ${high}.`];
        next[name] = values[name];
    }
    if (values.mode != null && values.mode !== 'fixed') return ['bad_value', '"values.mode" must be "fixed".'];
    if (lasts != null && !(Number.isInteger(lasts) && lasts >= 1 && lasts <= 86400))
        return ['bad_value', '"for_s" must be a whole number from 1 to 86400.'];
    if (wanted != null && Number(wanted) !== revision) return ['conflict', `The revision is ${revision}, not another.`];
    clearTimeout(expiry);
    former = lasts ? former || config : null;
    if (lasts) expiresAt = Date.now() + lasts * 1000;
    if (lasts) expiry = setTimeout(() => { const back = former; former = null; change('expired', back); }, lasts * 1000);
    change('set', next, client);
}

function obey(client, data, isBinary) {
    let command = null;
    try { command = isBinary ? null : JSON.parse(data); } catch { /* answered below */ }
    if (command === null || typeof command !== 'object' || Array.isArray(command))
        return client.send({ op: 'err', code: 'bad_message', message: 'A message is one JSON object, as text.' });
    const { op, id } = command;
    if (typeof id !== 'string' || id.length < 1 || id.length > 64)
        return client.send({ op: 'err', code: 'bad_value', message: '"id" must be 1 to 64 characters.' });
    const period = command.period_ms ?? 1000;
    let problem = null;
    if (Date.now() - client.second >= 1000) Object.assign(client, { second: Date.now(), commands: 0 });
    if (++client.commands > 50) problem = ['too_many', '50 commands a second are taken.'];
    else if (op === 'set') problem = set(client, command);
    else if (op === 'subscribe' && !(Number.isInteger(period) && period >= 50 && period <= 60000))
        problem = ['bad_value', '"period_ms" must be a whole number from 50 to 60000.'];
    else if (op === 'subscribe') {
        clearInterval(client.timer);
        client.timer = setInterval(sendData, period, client);
    } else if (op !== 'get' && op !== 'ping') problem = ['unknown_op', '"op" must be subscribe, set, get or ping.'];
    client.send(problem ? { op: 'err', id, code: problem[0], message: problem[1] }
                        : { op: 'ack', id, effective_seq: seq + 1, ...setting() });
}

const digest = (text) => createHash('sha256').update(text).digest();
const server = http.createServer();
const wss = new WebSocketServer({ noServer: true, maxPayload: 16384, handleProtocols: (all) => all.has('weir.v1') && 'weir.v1' });
server.on('upgrade', (request, socket, head) => {
    const { authorization, origin, host } = request.headers;
    const mayControl = Boolean(token && authorization && timingSafeEqual(digest(authorization), digest(`Bearer ${token}`)));
    const refusal = origin || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) ? '403 Forbidden'
        : authorization && !mayControl ? '401 Unauthorized' : clients.size >= 64 ? '503 Service Unavailable' : '';
    if (refusal) return socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    wss.handleUpgrade(request, socket, head, (ws) => {
        const client = { socket: ws, number: ++connections, mayControl, speaks: ws.protocol === 'weir.v1', since: empty(),
                         lost: 0, second: 0, commands: 0, send: (m) => client.speaks && ws.send(JSON.stringify(m)) };
        clients.add(client);
        ws.on('error', () => {}).on('close', () => { clearInterval(client.timer); clients.delete(client); });
        ws.on('message', (data, isBinary) => client.speaks && obey(client, data, isBinary));
        client.send({ op: 'hello', proto: 1, engine: 'node-agent', session_id: session, client: client.number,
                      clock: { mono_ns: Number(process.hrtime.bigint()), wall_ns: `${Date.now()}000000` },
                      capabilities: mayControl ? ['control'] : [], types: [kType], ...setting() });
    });
});
setInterval(() => { for (let i = 0; i < 100; ++i) record(Math.floor(Math.random() * 2000)); }, 10); // the service's work
flush();
server.listen(Number(process.argv[2] || 0), '127.0.0.1', () => console.log(`ws://127.0.0.1:${server.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
