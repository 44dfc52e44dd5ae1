// SPDX-License-Identifier: GPL-3.0-or-later
// A server on npm's ws. Prints its address, and for each client that left {"path", "messages", "bytes", "extensions",
// "protocol", "code"}: what was sent to it and how it closed. By path:
//   /count      500 messages (text, non-ASCII text, binary, one of 1 MiB, some in fragments), then a close with 1000
//   /token      the same for "Authorization: Bearer let-me-in", 401 for others
//   /protocol   the same, with subprotocol feed.v2 chosen of those that were offered
//   /echo       each message comes back; "bye" closes with 1000
//   /restart    1012 "restarting" after a message, as servers do that restart
//   /moved      302 to another address
'use strict';
const http = require('http');
const { WebSocketServer } = require('ws');

function payload(number) {
    if (number === 250) return 'x'.repeat(1 << 20);
    if (number % 3 === 0) return Buffer.alloc(number * 7 % 3000, number % 251);
    if (number % 3 === 1) return JSON.stringify({ seq: number, pad: 'p'.repeat(number) });
    return 'Füße 水 🚰 '.repeat(number % 40);
}

function sendAll(client, sent) {
    for (let number = 0; number < 500; ++number) {
        const message = payload(number);
        if (number % 50 === 1) { // in two fragments, between characters
            client.send(message.slice(0, 5), { fin: false });
            client.send(message.slice(5), { fin: true });
        } else {
            client.send(message);
        }
        sent.messages += 1;
        sent.bytes += Buffer.byteLength(message);
    }
    client.close(1000);
}

const wss = new WebSocketServer({
    noServer: true,
    perMessageDeflate: true,
    handleProtocols: (offered) => offered.has('feed.v2') && 'feed.v2',
});
wss.on('connection', (client, request) => {
    const sent = { path: request.url, messages: 0, bytes: 0 };
    client.on('close', (code) => console.log(JSON.stringify({
        ...sent, extensions: client.extensions, protocol: client.protocol, code })));
    if (request.url === '/echo') {
        client.on('message', (data, isBinary) => {
            if (!isBinary && data.toString() === 'bye') return client.close(1000);
            client.send(data, { binary: isBinary });
            sent.messages += 1;
            sent.bytes += data.length;
        });
    } else if (request.url === '/restart') {
        client.send('last words');
        client.close(1012, 'restarting');
    } else {
        sendAll(client, sent);
    }
});

const server = http.createServer();
server.on('upgrade', (request, socket, head) => {
    const refuse = (status, header) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n${header}\r\n`);
    if (request.url === '/moved') return refuse('302 Found', 'Location: ws://127.0.0.1:1/elsewhere\r\n');
    if (request.url === '/token' && request.headers.authorization !== 'Bearer let-me-in')
        return refuse('401 Unauthorized', 'WWW-Authenticate: Bearer\r\n');
    wss.handleUpgrade(request, socket, head, (client) => wss.emit('connection', client, request));
});
server.listen(0, '127.0.0.1', () => console.log(`ws://127.0.0.1:${server.address().port}`));
