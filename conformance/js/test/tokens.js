// What the tests of tokens do in many places: accounts with a client of their own, tokens, balances.

import {
  AccountBalanceQuery,
  AccountCreateTransaction,
  Hbar,
  PrivateKey,
  TokenAssociateTransaction,
  TokenCreateTransaction,
  TokenMintTransaction,
  TokenSupplyType,
  TokenType,
  TransferTransaction,
} from "@hiero-ledger/sdk";

/** Executes a transaction that others than the operator sign, too, and gives its response once it has succeeded. */
export async function run(transaction, client, ...keys) {
  let signed = transaction.freezeWith(client);
  for (const key of keys) signed = await signed.sign(key);
  const response = await signed.execute(client);
  await response.getReceipt(client);
  return response;
}

/** The same, for what its receipt tells. */
export async function receiptOf(transaction, client, ...keys) {
  return (await run(transaction, client, ...keys)).getReceipt(client);
}

/** The same, for what its record tells. */
export async function recordOf(transaction, client, ...keys) {
  return (await run(transaction, client, ...keys)).getRecord(client);
}

/** A new account, with its key and a client that it operates. */
export async function newAccount(network, { balance = 100, autoAssociations = 0 } = {}) {
  const key = PrivateKey.generateED25519();
  const creation = new AccountCreateTransaction()
    .setKeyWithoutAlias(key.publicKey)
    .setInitialBalance(new Hbar(balance))
    .setMaxAutomaticTokenAssociations(autoAssociations);
  const { accountId } = await receiptOf(creation, network.client);
  const client = network.connect(accountId, key);
  return { id: accountId, key, client };
}

/** A fungible token with 1000 units, whose treasury holds all of its keys. */
export async function newToken(treasury, change = (creation) => creation) {
  const { publicKey } = treasury.key;
  const creation = new TokenCreateTransaction()
    .setTokenName("gold")
    .setTokenSymbol("AU")
    .setTreasuryAccountId(treasury.id)
    .setInitialSupply(1000)
    .setDecimals(2)
    .setAdminKey(publicKey)
    .setSupplyKey(publicKey)
    .setWipeKey(publicKey)
    .setPauseKey(publicKey)
    .setFeeScheduleKey(publicKey);
  return (await receiptOf(change(creation), treasury.client)).tokenId;
}

/** A non-fungible token, with as many NFTs as there are metadata. */
export async function newNfts(treasury, metadata, change = (creation) => creation) {
  const { publicKey } = treasury.key;
  const creation = new TokenCreateTransaction()
    .setTokenName("art")
    .setTokenSymbol("ART")
    .setTokenType(TokenType.NonFungibleUnique)
    .setSupplyType(TokenSupplyType.Finite)
    .setMaxSupply(10)
    .setTreasuryAccountId(treasury.id)
    .setAdminKey(publicKey)
    .setSupplyKey(publicKey)
    .setWipeKey(publicKey)
    .setFeeScheduleKey(publicKey);
  const { tokenId } = await receiptOf(change(creation), treasury.client);
  const mint = new TokenMintTransaction()
    .setTokenId(tokenId)
    .setMetadata(metadata.map((text) => Buffer.from(text)));
  const { serials } = await receiptOf(mint, treasury.client);
  return { tokenId, serials: serials.map((serial) => serial.toNumber()) };
}

/** Associates an account with tokens. */
export const associate = (account, ...tokens) =>
  run(new TokenAssociateTransaction().setAccountId(account.id).setTokenIds(tokens), account.client);

/** Units from one account to another, which the giver pays for. */
export const give = (tokenId, from, to, amount) =>
  new TransferTransaction().addTokenTransfer(tokenId, from.id, -amount).addTokenTransfer(tokenId, to.id, amount);

/** How many units, or NFTs, of a token an account has. */
export async function unitsOf(account, tokenId, client) {
  const { tokens } = await new AccountBalanceQuery().setAccountId(account.id).execute(client);
  return tokens.get(tokenId)?.toNumber() ?? 0;
}
