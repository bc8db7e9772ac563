// Starts hapi-node as its users do, and connects the official SDK to it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { AccountId, Client, PrivateKey } from "@hiero-ledger/sdk";

const binary =
  process.env.HAPI_NODE ?? fileURLToPath(new URL("../../../target/debug/hapi-node", import.meta.url));

/** A running node, with a client whose operator is the treasury. */
export async function startNetwork() {
  const node = spawn(binary, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const ready = await Promise.race([readyLine(node), once(node, "error").then(([error]) => Promise.reject(error))]);
  const connect = (account, key) => Client.forNetwork({ [ready.grpc]: ready.node }).setOperator(account, key);
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

// The ready line is `ready name=value ..`.
async function readyLine(node) {
  for await (const line of createInterface({ input: node.stdout })) {
    if (line.startsWith("ready ")) {
      return Object.fromEntries(line.split(" ").slice(1).map((pair) => pair.split("=", 2)));
    }
  }
  throw new Error("hapi-node ended before it was ready");
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
