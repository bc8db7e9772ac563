// Accounts, hbar, allowances and queries of the official JavaScript SDK against hapi-node.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  AccountAllowanceApproveTransaction,
  AccountBalanceQuery,
  AccountCreateTransaction,
  AccountDeleteTransaction,
  AccountId,
  AccountInfoQuery,
  AccountRecordsQuery,
  AccountUpdateTransaction,
  FileContentsQuery,
  Hbar,
  KeyList,
  NetworkVersionInfoQuery,
  PrivateKey,
  ReceiptStatusError,
  TransactionId,
  TransactionReceiptQuery,
  TransactionRecordQuery,
  TransferTransaction,
} from "@hiero-ledger/sdk";

import { eventually, refusal, startNetwork } from "./network.js";

let network;
let client;
const treasury = AccountId.fromString("0.0.2");

before(async () => {
  network = await startNetwork();
  client = network.client;
});

after(() => network.stop());

async function createAccount(key, balance = new Hbar(10)) {
  const response = await new AccountCreateTransaction()
    .setKeyWithoutAlias(key.publicKey)
    .setInitialBalance(balance)
    .execute(client);
  return (await response.getReceipt(client)).accountId;
}

const balanceOf = async (accountId) =>
  (await new AccountBalanceQuery().setAccountId(accountId).execute(client)).hbars.toTinybars().toNumber();

for (const [kind, generate] of [
  ["ED25519", PrivateKey.generateED25519],
  ["ECDSA", PrivateKey.generateECDSA],
]) {
  test(`an account with an ${kind} key is created, pays and signs`, async () => {
    const key = generate();
    const alice = await createAccount(key);
    assert.ok(alice.num.toNumber() > 1000);
    assert.equal(await balanceOf(alice), 1_000_000_000);

    const transfer = await new TransferTransaction()
      .setTransactionId(TransactionId.generate(alice))
      .addHbarTransfer(alice, new Hbar(-3))
      .addHbarTransfer(treasury, new Hbar(3))
      .freezeWith(client)
      .sign(key);
    const record = await (await transfer.execute(client)).getRecord(client);
    assert.equal(record.receipt.status.toString(), "SUCCESS");
    const fee = record.transactionFee.toTinybars().toNumber();
    assert.ok(fee > 0);
    assert.equal(await balanceOf(alice), 700_000_000 - fee);
  });

  test(`info reports the ${kind} key, the memo and the balance`, async () => {
    const key = generate();
    const response = await new AccountCreateTransaction()
      .setKeyWithoutAlias(key.publicKey)
      .setInitialBalance(new Hbar(2))
      .setAccountMemo("conformance")
      .setMaxAutomaticTokenAssociations(7)
      .execute(client);
    const { accountId } = await response.getReceipt(client);
    const info = await new AccountInfoQuery().setAccountId(accountId).execute(client);
    assert.equal(info.accountId.toString(), accountId.toString());
    assert.equal(info.key.toString(), key.publicKey.toString());
    assert.equal(info.accountMemo, "conformance");
    assert.equal(info.balance.toTinybars().toNumber(), 200_000_000);
    assert.equal(info.maxAutomaticTokenAssociations.toNumber(), 7);
    assert.equal(info.isDeleted, false);
  });

  test(`a transfer to an ${kind} key alias creates its account`, async () => {
    const key = generate();
    const alias = key.publicKey.toAccountId(0, 0);
    const response = await new TransferTransaction()
      .addHbarTransfer(treasury, new Hbar(-5))
      .addHbarTransfer(alias, new Hbar(5))
      .execute(client);
    await response.getReceipt(client);
    const info = await new AccountInfoQuery().setAccountId(alias).execute(client);
    assert.equal(info.balance.toTinybars().toNumber(), 500_000_000);
    assert.equal(info.key.toString(), key.publicKey.toString());

    const receipt = await new TransactionReceiptQuery()
      .setTransactionId(response.transactionId)
      .setIncludeChildren(true)
      .execute(client);
    assert.equal(receipt.children.length, 1);
    assert.equal(receipt.children[0].accountId.toString(), info.accountId.toString());
  });
}

test("an account is created with the EVM address of its ECDSA key as alias", async () => {
  const key = PrivateKey.generateECDSA();
  const transaction = await new AccountCreateTransaction()
    .setECDSAKeyWithAlias(key)
    .setInitialBalance(new Hbar(1))
    .freezeWith(client)
    .sign(key);
  const { accountId } = await (await transaction.execute(client)).getReceipt(client);
  const info = await new AccountInfoQuery().setAccountId(accountId).execute(client);
  assert.equal(info.contractAccountId, key.publicKey.toEvmAddress());
});

test("a transfer to an EVM address makes a hollow account that its key completes", async () => {
  const key = PrivateKey.generateECDSA();
  const address = AccountId.fromEvmAddress(0, 0, key.publicKey.toEvmAddress());
  const response = await new TransferTransaction()
    .addHbarTransfer(treasury, new Hbar(-5))
    .addHbarTransfer(address, new Hbar(5))
    .execute(client);
  await response.getReceipt(client);
  const hollow = await new AccountInfoQuery().setAccountId(address).execute(client);
  assert.equal(hollow.key.toArray?.().length ?? 0, 0);

  const completing = await new TransferTransaction()
    .setTransactionId(TransactionId.generate(hollow.accountId))
    .addHbarTransfer(hollow.accountId, new Hbar(-1))
    .addHbarTransfer(treasury, new Hbar(1))
    .freezeWith(client)
    .sign(key);
  await (await completing.execute(client)).getReceipt(client);
  const completed = await new AccountInfoQuery().setAccountId(hollow.accountId).execute(client);
  assert.equal(completed.key.toString(), key.publicKey.toString());
});

test("an update rotates the key, and only the new one signs from then on", async () => {
  const [first, second] = [PrivateKey.generateED25519(), PrivateKey.generateED25519()];
  const alice = await createAccount(first);
  const update = await new AccountUpdateTransaction()
    .setAccountId(alice)
    .setKey(second.publicKey)
    .setAccountMemo("rotated")
    .freezeWith(client)
    .sign(first);
  await (await (await update.sign(second)).execute(client)).getReceipt(client);

  const spend = (key) =>
    new TransferTransaction()
      .addHbarTransfer(alice, new Hbar(-1))
      .addHbarTransfer(treasury, new Hbar(1))
      .freezeWith(client)
      .sign(key)
      .then((signed) => signed.execute(client))
      .then((response) => response.getReceipt(client));
  assert.equal(await refusal(() => spend(first)), "INVALID_SIGNATURE");
  assert.equal((await spend(second)).status.toString(), "SUCCESS");
});

test("a threshold key needs as many signatures as it says", async () => {
  const keys = [1, 2, 3].map(() => PrivateKey.generateED25519());
  const list = new KeyList(keys.map((key) => key.publicKey), 2);
  const created = await new AccountCreateTransaction()
    .setKeyWithoutAlias(list)
    .setInitialBalance(new Hbar(5))
    .execute(client);
  const { accountId } = await created.getReceipt(client);
  const spend = async (signers) => {
    let transaction = new TransferTransaction()
      .addHbarTransfer(accountId, new Hbar(-1))
      .addHbarTransfer(treasury, new Hbar(1))
      .freezeWith(client);
    for (const key of signers) transaction = await transaction.sign(key);
    return (await transaction.execute(client)).getReceipt(client);
  };
  assert.equal(await refusal(() => spend(keys.slice(0, 1))), "INVALID_SIGNATURE");
  assert.equal((await spend(keys.slice(1))).status.toString(), "SUCCESS");
});

test("a deleted account leaves its balance to another and is gone", async () => {
  const key = PrivateKey.generateED25519();
  const alice = await createAccount(key, new Hbar(4));
  const heir = await createAccount(PrivateKey.generateED25519(), new Hbar(1));
  const deletion = await new AccountDeleteTransaction()
    .setAccountId(alice)
    .setTransferAccountId(heir)
    .freezeWith(client)
    .sign(key);
  await (await deletion.execute(client)).getReceipt(client);
  assert.equal(await balanceOf(heir), 500_000_000);
  assert.equal(
    await refusal(() => new AccountInfoQuery().setAccountId(alice).execute(client)),
    "ACCOUNT_DELETED",
  );
});

test("an allowance lets its spender transfer, up to its amount", async () => {
  const [ownerKey, spenderKey] = [PrivateKey.generateED25519(), PrivateKey.generateECDSA()];
  const owner = await createAccount(ownerKey);
  const spender = await createAccount(spenderKey);
  const approval = await new AccountAllowanceApproveTransaction()
    .approveHbarAllowance(owner, spender, new Hbar(2))
    .freezeWith(client)
    .sign(ownerKey);
  await (await approval.execute(client)).getReceipt(client);

  const spend = async (amount) => {
    const transaction = await new TransferTransaction()
      .setTransactionId(TransactionId.generate(spender))
      .addApprovedHbarTransfer(owner, new Hbar(-amount))
      .addHbarTransfer(treasury, new Hbar(amount))
      .freezeWith(client)
      .sign(spenderKey);
    return (await transaction.execute(client)).getReceipt(client);
  };
  assert.equal((await spend(1)).status.toString(), "SUCCESS");
  assert.equal(await refusal(() => spend(2)), "AMOUNT_EXCEEDS_ALLOWANCE");
});

test("costs are asked for and paid", async () => {
  // The treasury is a superuser and pays for no query, so an ordinary account asks.
  const key = PrivateKey.generateED25519();
  const alice = await createAccount(key);
  const asking = network.connect(alice, key);
  try {
    const query = new AccountInfoQuery().setAccountId(alice);
    const cost = await query.getCost(asking);
    assert.ok(cost.toTinybars().toNumber() > 0);
    const before = await balanceOf(alice);
    const info = await query.setQueryPayment(cost).execute(asking);
    assert.equal(info.accountId.toString(), alice.toString());
    // The answer comes at once, and the payment reaches consensus after it.
    const paid = before - cost.toTinybars().toNumber();
    await eventually(async () => (await balanceOf(alice)) < paid, "the payment and its fee");
    assert.equal(
      await refusal(() =>
        new AccountInfoQuery().setAccountId(alice).setQueryPayment(Hbar.fromTinybars(1)).execute(asking),
      ),
      "INSUFFICIENT_TX_FEE",
    );
  } finally {
    asking.close();
  }
});

test("records answer by transaction and by payer", async () => {
  const key = PrivateKey.generateED25519();
  const alice = await createAccount(key);
  const transfer = await new TransferTransaction()
    .setTransactionId(TransactionId.generate(alice))
    .addHbarTransfer(alice, new Hbar(-1))
    .addHbarTransfer(treasury, new Hbar(1))
    .setTransactionMemo("recorded")
    .freezeWith(client)
    .sign(key);
  const response = await transfer.execute(client);
  const record = await new TransactionRecordQuery().setTransactionId(response.transactionId).execute(client);
  assert.equal(record.transactionMemo, "recorded");
  assert.deepEqual(Buffer.from(record.transactionHash), Buffer.from(response.transactionHash));
  const sum = record.transfers.reduce((total, { amount }) => total + amount.toTinybars().toNumber(), 0);
  assert.equal(sum, 0);
  const records = await new AccountRecordsQuery().setAccountId(alice).execute(client);
  assert.ok(records.some(({ transactionMemo }) => transactionMemo === "recorded"));
});

test("failures carry their status", async () => {
  const key = PrivateKey.generateED25519();
  const alice = await createAccount(key);
  const receiptOf = async (transaction) => (await transaction.execute(client)).getReceipt(client);

  assert.equal(
    await refusal(() =>
      receiptOf(
        new TransferTransaction().addHbarTransfer(alice, new Hbar(-1)).addHbarTransfer(treasury, new Hbar(1)),
      ),
    ),
    "INVALID_SIGNATURE",
  );
  await assert.rejects(
    () =>
      receiptOf(
        new TransferTransaction().addHbarTransfer(alice, new Hbar(-1)).addHbarTransfer(treasury, new Hbar(1)),
      ),
    ReceiptStatusError,
  );
  assert.equal(
    await refusal(async () => {
      const overdraw = await new TransferTransaction()
        .addHbarTransfer(alice, new Hbar(-1000))
        .addHbarTransfer(treasury, new Hbar(1000))
        .freezeWith(client)
        .sign(key);
      return receiptOf(overdraw);
    }),
    "INSUFFICIENT_ACCOUNT_BALANCE",
  );
  assert.equal(
    await refusal(() =>
      receiptOf(
        new TransferTransaction().addHbarTransfer(treasury, new Hbar(-1)).addHbarTransfer("0.0.999999", new Hbar(1)),
      ),
    ),
    "INVALID_ACCOUNT_ID",
  );
  assert.equal(
    await refusal(() => receiptOf(new TransferTransaction().setTransactionMemo("x".repeat(101)))),
    "MEMO_TOO_LONG",
  );
  assert.equal(
    await refusal(() => new AccountBalanceQuery().setAccountId("0.0.999999").execute(client)),
    "INVALID_ACCOUNT_ID",
  );
});

test("the network tells its version and its address book", async () => {
  const version = await new NetworkVersionInfoQuery().execute(client);
  assert.ok(version.servicesVersion.minor >= 77n || version.servicesVersion.minor >= 77);
  const book = await new FileContentsQuery().setFileId("0.0.102").execute(client);
  assert.ok(book.length > 0);
});
