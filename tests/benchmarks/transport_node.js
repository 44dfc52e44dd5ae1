// SPDX-License-Identifier: Apache-2.0
// Node's ws as a client of scripts/bench transport, permessage-deflate off. node transport_node.js URL CONNECTIONS
'use strict';
const WebSocket = require('ws');
const [url, connections] = process.argv.slice(2);
let messages = 0;
let units = 0;
for (let i = 0; i < Number(connections); ++i) {
    const socket = new WebSocket(url, {perMessageDeflate: false, maxPayload: 16 << 20, rejectUnauthorized: false});
    socket.on('message', (data) => {
        ++messages;
        units += data.toString().length; // ws gives bytes; everyone else here gives text
    });
    socket.on('error', (error) => {
        console.error(error.message);
        process.exit(1);
    });
}
