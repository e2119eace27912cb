// Polls a running server with a client library of 2015, matrix-js-sdk 0.3.0: README.md has the commands.
//
//     node matrix_js_sdk.js ORIGIN GUEST_TOKEN PUBLISHER_TOKEN ROOM

const assert = require("assert");
const sdk = require("matrix-js-sdk");

const [origin, guest, publisher, room] = process.argv.slice(2);
const ids = [1, 2, 3].map((number) => `$${Date.now()}-${number}`);
const seen = [];

sdk.request(require("request"));
const store = new sdk.MatrixInMemoryStore();
const client = sdk.createClient({ baseUrl: origin, accessToken: guest, userId: "@guest:x", store });

async function publish(id) {
    const event = { event_id: id, room_id: room, sender: "@alice:x", user_id: "@alice:x", type: "m.room.message" };
    const body = JSON.stringify({ ...event, content: { msgtype: "m.text", body: id } });
    const headers = { authorization: `Bearer ${publisher}` };
    const response = await fetch(`${origin}/publish`, { method: "POST", headers, body });
    assert.strictEqual(response.status, 200, await response.text());
}

client.on("event", (event) => seen.push(event.getId()));
client.on("syncError", (error) => {
    console.error(error);
    process.exit(1);
});

client._http.authedRequest(undefined, "GET", "/events", {}).done(async (data) => {
    // With a token, the library does not ask for an initial sync, which is not a part of this API. But its loop only runs if
    // it believes that a sync has happened.
    store.setSyncToken(data.end);
    const getSyncToken = store.getSyncToken.bind(store);
    store.getSyncToken = () => {
        client.clientRunning = true;
        return getSyncToken();
    };
    client.startClient();
    for (const id of ids) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await publish(id);
    }
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.deepStrictEqual(seen, ids);
    const texts = client.getRoom(room).timeline.map((event) => event.getContent().body);
    assert.deepStrictEqual(texts, ids);
    console.log(`matrix-js-sdk saw ${seen.length} events, each once and in order`);
    process.exit(0);
});
