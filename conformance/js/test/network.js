// Starts hapi-node as its users do, and connects the official SDK to it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { AccountId, Client, PrivateKey } from "@hiero-ledger/sdk";

const binary =
  process.env.HAPI_NODE_PROGRAM ?? fileURLToPath(new URL("../../../target/debug/hapi-node", import.meta.url));

// How many processes the network has; a single ledger where nobody says.
const nodes = process.env.HAPI_NODES;

/** A running network, with a client whose operator is the treasury. */
export async function startNetwork() {
  const args = nodes ? ["--nodes", nodes, "--free-ports"] : ["--port", "0"];
  const node = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  const failed = once(node, "error").then(([error]) => Promise.reject(error));
  const all = await Promise.race([readyLines(node), failed]);
  const [ready] = all;
  const addresses = Object.fromEntries(all.map(({ grpc, node }) => [grpc.split(",")[0], node]));
  const connect = (account, key) => Client.forNetwork(addresses).setOperator(account, key);
  const client = connect(AccountId.fromString(ready.treasury), PrivateKey.fromStringDer(ready.key));
  return {
    /** Acts as the treasury. */
    client,
    /** Another client, with this operator. */
    connect,
    async stop() {
      client.close();
      node.kill("SIGTERM");
      if (node.exitCode === null && node.signalCode === null) await once(node, "exit");
    },
  };
}

// The ready lines, one for each node, are `ready name=value ..`; behind those of several comes `ready network ..`.
async function readyLines(process) {
  const lines = [];
  for await (const line of createInterface({ input: process.stdout })) {
    if (line.startsWith("ready network ")) return lines;
    if (!line.startsWith("ready ")) continue;
    lines.push(Object.fromEntries(line.split(" ").slice(1).map((pair) => pair.split("=", 2))));
    if (!nodes) return lines;
  }
  throw new Error("hapi-node ended before it was ready");
}

/** Asks until `holds` does, for as long as data may take to be seen. */
export async function eventually(holds, what) {
  const deadline = Date.now() + 5000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within five seconds: ${what}`);
  }
}

/** Runs `action` and returns the status with which the ledger refused it. */
export async function refusal(action) {
  try {
    await action();
  } catch (error) {
    if (error.status === undefined) throw error;
    return error.status.toString();
  }
  throw new Error("the ledger accepted what it had to refuse");
}
