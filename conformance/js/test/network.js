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

// A network is where the SDKs look for a local one, unless this is set: its nodes take free ports then.
const freePorts = process.env.HAPI_FREE_PORTS;

// Where the node with this number (0, 1, ..) is then: at the address that the address book has for it, and at a port of 127.0.0.1.
const usualAddresses = (number) => [`127.0.0.${1 + number}:50211`, `127.0.0.1:5${number}211`];

/** A running network, with a client whose operator is the treasury. */
export async function startNetwork() {
  const args = nodes ? ["--nodes", nodes, ...(freePorts ? ["--free-ports"] : [])] : ["--port", "0"];
  const node = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  const failed = once(node, "error").then(([error]) => Promise.reject(error));
  const all = await Promise.race([readyLines(node), failed]);
  const [ready] = all;
  const listed = ({ grpc, node }, number) =>
    (nodes && !freePorts ? usualAddresses(number) : grpc.split(",")).map((address) => [address, node]);
  const addresses = Object.fromEntries(all.flatMap(listed));
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
  const ports = "if a port is taken, end the program that it names, or set HAPI_FREE_PORTS=1";
  throw new Error(`hapi-node ended before it was ready, and says why above${nodes && !freePorts ? ` (${ports})` : ""}`);
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
