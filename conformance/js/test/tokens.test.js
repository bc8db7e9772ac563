// Tokens, NFTs, custom fees, allowances and airdrops of the official JavaScript SDK against hapi-node.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  AccountAllowanceApproveTransaction,
  AccountAllowanceDeleteTransaction,
  AccountInfoQuery,
  CustomFixedFee,
  CustomFractionalFee,
  CustomRoyaltyFee,
  FeeAssessmentMethod,
  Hbar,
  NftId,
  PendingAirdropId,
  PrivateKey,
  TokenAirdropTransaction,
  TokenBurnTransaction,
  TokenCancelAirdropTransaction,
  TokenClaimAirdropTransaction,
  TokenDeleteTransaction,
  TokenDissociateTransaction,
  TokenFeeScheduleUpdateTransaction,
  TokenFreezeTransaction,
  TokenGrantKycTransaction,
  TokenInfoQuery,
  TokenMintTransaction,
  TokenNftInfoQuery,
  TokenPauseTransaction,
  TokenRejectTransaction,
  TokenRevokeKycTransaction,
  TokenSupplyType,
  TokenType,
  TokenUnfreezeTransaction,
  TokenUnpauseTransaction,
  TokenUpdateNftsTransaction,
  TokenUpdateTransaction,
  TokenWipeTransaction,
  TransferTransaction,
} from "@hiero-ledger/sdk";

import { refusal, startNetwork } from "./network.js";
import { associate, give, newAccount, newNfts, newToken, receiptOf, recordOf, run, unitsOf } from "./tokens.js";

let network;
let client;
const opened = [];

before(async () => {
  network = await startNetwork();
  client = network.client;
});

after(() => {
  for (const account of opened) account.client.close();
  return network.stop();
});

async function account(options) {
  const created = await newAccount(network, options);
  opened.push(created);
  return created;
}

const infoOf = (tokenId) => new TokenInfoQuery().setTokenId(tokenId).execute(client);

async function nftOf(nftId) {
  const [info] = await new TokenNftInfoQuery().setNftId(nftId).execute(client);
  return info;
}

test("a fungible token is what its creation says, and its treasury has all of it", async () => {
  const bank = await account();
  const tokenId = await newToken(bank, (creation) => creation.setTokenMemo("shiny").setMaxSupply(5000).setSupplyType(TokenSupplyType.Finite));
  const info = await infoOf(tokenId);
  assert.equal(info.name, "gold");
  assert.equal(info.symbol, "AU");
  assert.equal(info.decimals, 2);
  assert.equal(info.totalSupply.toNumber(), 1000);
  assert.equal(info.maxSupply.toNumber(), 5000);
  assert.equal(info.tokenMemo, "shiny");
  assert.equal(info.tokenType.toString(), TokenType.FungibleCommon.toString());
  assert.equal(info.treasuryAccountId.toString(), bank.id.toString());
  assert.equal(info.supplyKey.toString(), bank.key.publicKey.toString());
  assert.equal(info.kycKey, null);
  assert.equal(info.isDeleted, false);
  assert.equal(await unitsOf(bank, tokenId, client), 1000);
});

test("units move to who is associated, and to nobody else", async () => {
  const [bank, alice] = [await account(), await account()];
  const tokenId = await newToken(bank);
  const gift = () => recordOf(give(tokenId, bank, alice, 30), bank.client);
  assert.equal(await refusal(gift), "TOKEN_NOT_ASSOCIATED_TO_ACCOUNT");
  await associate(alice, tokenId);
  const record = await gift();
  assert.equal(record.tokenTransfers.get(tokenId).get(alice.id).toNumber(), 30);
  assert.equal(record.tokenTransfers.get(tokenId).get(bank.id).toNumber(), -30);
  assert.equal(await unitsOf(alice, tokenId, client), 30);
  assert.equal(await refusal(() => run(give(tokenId, alice, bank, 31), alice.client)), "INSUFFICIENT_TOKEN_BALANCE");
});

test("an account with free slots is associated by what it receives", async () => {
  const [bank, alice] = [await account(), await account({ autoAssociations: 1 })];
  const [first, second] = [await newToken(bank), await newToken(bank)];
  const record = await recordOf(give(first, bank, alice, 5), bank.client);
  assert.equal(record.automaticTokenAssociations.length, 1);
  assert.equal(record.automaticTokenAssociations[0].tokenId.toString(), first.toString());
  assert.equal(
    await refusal(() => run(give(second, bank, alice, 5), bank.client)),
    "NO_REMAINING_AUTOMATIC_ASSOCIATIONS",
  );
  const info = await new AccountInfoQuery().setAccountId(alice.id).execute(client);
  assert.equal(info.tokenRelationships.get(first).automaticAssociation, true);
  assert.equal(info.tokenRelationships.get(first).balance.toNumber(), 5);
});

test("an expected number of decimals is checked", async () => {
  const [bank, alice] = [await account(), await account({ autoAssociations: 1 })];
  const tokenId = await newToken(bank);
  const gift = (decimals) =>
    run(
      new TransferTransaction()
        .addTokenTransferWithDecimals(tokenId, bank.id, -1, decimals)
        .addTokenTransferWithDecimals(tokenId, alice.id, 1, decimals),
      bank.client,
    );
  assert.equal(await refusal(() => gift(3)), "UNEXPECTED_TOKEN_DECIMALS");
  await gift(2);
});

test("minting and burning change the supply, and wiping takes from accounts", async () => {
  const [bank, alice] = [await account(), await account({ autoAssociations: 1 })];
  const tokenId = await newToken(bank);
  const minted = await receiptOf(new TokenMintTransaction().setTokenId(tokenId).setAmount(50), bank.client);
  assert.equal(minted.totalSupply.toNumber(), 1050);
  const burned = await receiptOf(new TokenBurnTransaction().setTokenId(tokenId).setAmount(20), bank.client);
  assert.equal(burned.totalSupply.toNumber(), 1030);
  await run(give(tokenId, bank, alice, 30), bank.client);
  const wiped = await receiptOf(
    new TokenWipeTransaction().setTokenId(tokenId).setAccountId(alice.id).setAmount(10),
    bank.client,
  );
  assert.equal(wiped.totalSupply.toNumber(), 1020);
  assert.equal(await unitsOf(alice, tokenId, client), 20);
});

test("frozen accounts, accounts without KYC and paused tokens do not move", async () => {
  const [bank, alice] = [await account(), await account()];
  const { publicKey } = bank.key;
  const tokenId = await newToken(bank, (creation) => creation.setFreezeKey(publicKey).setKycKey(publicKey));
  await associate(alice, tokenId);
  const gift = () => run(give(tokenId, bank, alice, 1), bank.client);
  const about = (Type) => run(new Type().setTokenId(tokenId).setAccountId(alice.id), bank.client);
  assert.equal(await refusal(gift), "ACCOUNT_KYC_NOT_GRANTED_FOR_TOKEN");
  await about(TokenGrantKycTransaction);
  await gift();
  await about(TokenFreezeTransaction);
  assert.equal(await refusal(gift), "ACCOUNT_FROZEN_FOR_TOKEN");
  await about(TokenUnfreezeTransaction);
  await gift();
  await run(new TokenPauseTransaction().setTokenId(tokenId), bank.client);
  assert.equal(await refusal(gift), "TOKEN_IS_PAUSED");
  await run(new TokenUnpauseTransaction().setTokenId(tokenId), bank.client);
  await about(TokenRevokeKycTransaction);
  assert.equal(await refusal(gift), "ACCOUNT_KYC_NOT_GRANTED_FOR_TOKEN");
});

test("a token is changed by its admin key, and ended by it", async () => {
  const [bank, mallory] = [await account(), await account()];
  const tokenId = await newToken(bank);
  const rename = (signer) =>
    run(new TokenUpdateTransaction().setTokenId(tokenId).setTokenName("silver"), signer.client);
  assert.equal(await refusal(() => rename(mallory)), "INVALID_SIGNATURE");
  await rename(bank);
  assert.equal((await infoOf(tokenId)).name, "silver");
  await run(new TokenDeleteTransaction().setTokenId(tokenId), bank.client);
  assert.equal((await infoOf(tokenId)).isDeleted, true);
  assert.equal(await refusal(() => rename(bank)), "TOKEN_WAS_DELETED");
});

test("an account without units lets go of a token", async () => {
  const [bank, alice] = [await account(), await account()];
  const tokenId = await newToken(bank);
  await associate(alice, tokenId);
  await run(give(tokenId, bank, alice, 1), bank.client);
  const letGo = () =>
    run(new TokenDissociateTransaction().setAccountId(alice.id).setTokenIds([tokenId]), alice.client);
  assert.equal(await refusal(letGo), "TRANSACTION_REQUIRES_ZERO_TOKEN_BALANCES");
  await run(give(tokenId, alice, bank, 1), alice.client);
  await letGo();
  const info = await new AccountInfoQuery().setAccountId(alice.id).execute(client);
  assert.equal(info.tokenRelationships.get(tokenId), null);
});

test("NFTs are minted with metadata, move, and are burned", async () => {
  const [gallery, alice] = [await account(), await account({ autoAssociations: 1 })];
  const { tokenId, serials } = await newNfts(gallery, ["one", "two"]);
  assert.deepEqual(serials, [1, 2]);
  const nft = new NftId(tokenId, 1);
  const minted = await nftOf(nft);
  assert.equal(Buffer.from(minted.metadata).toString(), "one");
  assert.equal(minted.accountId.toString(), gallery.id.toString());
  const record = await recordOf(new TransferTransaction().addNftTransfer(nft, gallery.id, alice.id), gallery.client);
  const [moved] = record.nftTransfers.get(tokenId);
  assert.equal(moved.serial.toNumber(), 1);
  assert.equal(moved.recipient.toString(), alice.id.toString());
  assert.equal((await nftOf(nft)).accountId.toString(), alice.id.toString());
  assert.equal(
    await refusal(() => run(new TokenBurnTransaction().setTokenId(tokenId).setSerials([1]), gallery.client)),
    "TREASURY_MUST_OWN_BURNED_NFT",
  );
  const burned = await receiptOf(new TokenBurnTransaction().setTokenId(tokenId).setSerials([2]), gallery.client);
  assert.equal(burned.totalSupply.toNumber(), 1);
  assert.equal(await refusal(() => nftOf(new NftId(tokenId, 2))), "INVALID_NFT_ID");
});

test("the metadata of NFTs are changed by the metadata key", async () => {
  const gallery = await account();
  const key = PrivateKey.generateED25519();
  const { tokenId } = await newNfts(gallery, ["one"], (creation) => creation.setMetadataKey(key.publicKey));
  const change = () =>
    new TokenUpdateNftsTransaction().setTokenId(tokenId).setSerialNumbers([1]).setMetadata(Buffer.from("new"));
  await run(change(), gallery.client, key);
  assert.equal(Buffer.from((await nftOf(new NftId(tokenId, 1))).metadata).toString(), "new");
});

test("a fixed fee in hbar is paid by the sender to its collector", async () => {
  const [bank, collector] = [await account(), await account()];
  const [alice, bob] = [await account({ autoAssociations: 1 }), await account({ autoAssociations: 1 })];
  const fee = new CustomFixedFee().setHbarAmount(new Hbar(2)).setFeeCollectorAccountId(collector.id);
  const tokenId = await newToken(bank, (creation) => creation.setCustomFees([fee]));
  const [known] = (await infoOf(tokenId)).customFees;
  assert.equal(known.hbarAmount.toTinybars().toNumber(), 200_000_000);
  const free = await recordOf(give(tokenId, bank, alice, 10), bank.client);
  assert.equal(free.assessedCustomFees.length, 0);
  const charged = await recordOf(give(tokenId, alice, bob, 10), alice.client);
  const [assessed] = charged.assessedCustomFees;
  assert.equal(assessed.amount.toNumber(), 200_000_000);
  assert.equal(assessed.feeCollectorAccountId.toString(), collector.id.toString());
  assert.equal(assessed.payerAccountIds[0].toString(), alice.id.toString());
});

test("a fractional fee is taken from the receiver, or from the sender on top", async () => {
  const [bank, collector] = [await account(), await account({ autoAssociations: -1 })];
  const [alice, bob] = [await account({ autoAssociations: 1 }), await account({ autoAssociations: 1 })];
  const tokenId = await newToken(bank);
  await associate(collector, tokenId);
  const tenth = (method) =>
    new TokenFeeScheduleUpdateTransaction()
      .setTokenId(tokenId)
      .setCustomFees([
        new CustomFractionalFee()
          .setNumerator(1)
          .setDenominator(10)
          .setAssessmentMethod(method)
          .setFeeCollectorAccountId(collector.id),
      ]);
  await run(give(tokenId, bank, alice, 100), bank.client);
  await run(tenth(FeeAssessmentMethod.Inclusive), bank.client);
  await run(give(tokenId, alice, bob, 50), alice.client);
  assert.equal(await unitsOf(bob, tokenId, client), 45);
  assert.equal(await unitsOf(collector, tokenId, client), 5);
  await run(tenth(FeeAssessmentMethod.Exclusive), bank.client);
  await run(give(tokenId, alice, bob, 20), alice.client);
  assert.equal(await unitsOf(bob, tokenId, client), 65);
  assert.equal(await unitsOf(alice, tokenId, client), 28);
});

test("a royalty is a part of the price, or its fallback where there is none", async () => {
  const [gallery, collector] = [await account(), await account()];
  const [alice, bob] = [await account({ autoAssociations: 1 }), await account({ autoAssociations: 1 })];
  const fee = new CustomRoyaltyFee()
    .setNumerator(1)
    .setDenominator(4)
    .setFallbackFee(new CustomFixedFee().setHbarAmount(new Hbar(1)))
    .setFeeCollectorAccountId(collector.id);
  const { tokenId } = await newNfts(gallery, ["one"], (creation) => creation.setCustomFees([fee]));
  const nft = new NftId(tokenId, 1);
  await run(new TransferTransaction().addNftTransfer(nft, gallery.id, alice.id), gallery.client);
  const sale = new TransferTransaction()
    .addNftTransfer(nft, alice.id, bob.id)
    .addHbarTransfer(bob.id, new Hbar(-8))
    .addHbarTransfer(alice.id, new Hbar(8));
  const sold = await recordOf(sale, alice.client, bob.key);
  assert.equal(sold.assessedCustomFees[0].amount.toNumber(), 200_000_000);
  const gift = new TransferTransaction().addNftTransfer(nft, bob.id, alice.id);
  const given = await recordOf(gift, bob.client, alice.key);
  assert.equal(given.assessedCustomFees[0].amount.toNumber(), 100_000_000);
  assert.equal(given.assessedCustomFees[0].payerAccountIds[0].toString(), alice.id.toString());
});

test("a token allowance is spent up to its amount", async () => {
  const [bank, spender] = [await account(), await account({ autoAssociations: 1 })];
  const tokenId = await newToken(bank);
  await run(
    new AccountAllowanceApproveTransaction().approveTokenAllowance(tokenId, bank.id, spender.id, 5),
    bank.client,
  );
  const spend = (amount) =>
    run(
      new TransferTransaction()
        .addApprovedTokenTransfer(tokenId, bank.id, -amount)
        .addTokenTransfer(tokenId, spender.id, amount),
      spender.client,
    );
  await spend(3);
  assert.equal(await refusal(() => spend(3)), "AMOUNT_EXCEEDS_ALLOWANCE");
  assert.equal(await unitsOf(spender, tokenId, client), 3);
});

test("NFT allowances are for one, or for all until they are withdrawn", async () => {
  const [gallery, spender] = [await account(), await account({ autoAssociations: 1 })];
  const { tokenId } = await newNfts(gallery, ["one", "two", "three"]);
  const [one, two, three] = [1, 2, 3].map((serial) => new NftId(tokenId, serial));
  const spend = (nft) =>
    run(new TransferTransaction().addApprovedNftTransfer(nft, gallery.id, spender.id), spender.client);
  await run(
    new AccountAllowanceApproveTransaction().approveTokenNftAllowance(one, gallery.id, spender.id),
    gallery.client,
  );
  assert.equal((await nftOf(one)).spenderId.toString(), spender.id.toString());
  await spend(one);
  assert.equal(await refusal(() => spend(two)), "SPENDER_DOES_NOT_HAVE_ALLOWANCE");
  await run(
    new AccountAllowanceApproveTransaction().approveTokenNftAllowanceAllSerials(tokenId, gallery.id, spender.id),
    gallery.client,
  );
  await spend(two);
  await run(
    new AccountAllowanceApproveTransaction().deleteTokenNftAllowanceAllSerials(tokenId, gallery.id, spender.id),
    gallery.client,
  );
  assert.equal(await refusal(() => spend(three)), "SPENDER_DOES_NOT_HAVE_ALLOWANCE");
  await run(
    new AccountAllowanceApproveTransaction().approveTokenNftAllowance(three, gallery.id, spender.id),
    gallery.client,
  );
  await run(
    new AccountAllowanceDeleteTransaction().deleteAllTokenNftAllowances(three, gallery.id),
    gallery.client,
  );
  assert.equal(await refusal(() => spend(three)), "SPENDER_DOES_NOT_HAVE_ALLOWANCE");
});

test("an airdrop waits for its receiver, who claims it", async () => {
  const [bank, alice, bob] = [await account(), await account(), await account({ autoAssociations: 1 })];
  const tokenId = await newToken(bank);
  const drop = new TokenAirdropTransaction()
    .addTokenTransfer(tokenId, bank.id, -15)
    .addTokenTransfer(tokenId, alice.id, 5)
    .addTokenTransfer(tokenId, bob.id, 10);
  const record = await recordOf(drop, bank.client);
  assert.equal(await unitsOf(bob, tokenId, client), 10);
  assert.equal(await unitsOf(alice, tokenId, client), 0);
  const [waiting] = record.newPendingAirdrops;
  assert.equal(record.newPendingAirdrops.length, 1);
  assert.equal(waiting.airdropId.receiverId.toString(), alice.id.toString());
  assert.equal(waiting.amount.toNumber(), 5);
  await run(new TokenClaimAirdropTransaction().addPendingAirdropId(waiting.airdropId), alice.client);
  assert.equal(await unitsOf(alice, tokenId, client), 5);
});

test("an airdrop that waits can be taken back, and is then gone", async () => {
  const [gallery, alice] = [await account(), await account()];
  const { tokenId } = await newNfts(gallery, ["one"]);
  const nft = new NftId(tokenId, 1);
  await run(new TokenAirdropTransaction().addNftTransfer(nft, gallery.id, alice.id), gallery.client);
  const waiting = new PendingAirdropId({ senderId: gallery.id, receiverId: alice.id, nftId: nft });
  await run(new TokenCancelAirdropTransaction().addPendingAirdropId(waiting), gallery.client);
  assert.equal(
    await refusal(() => run(new TokenClaimAirdropTransaction().addPendingAirdropId(waiting), alice.client)),
    "INVALID_PENDING_AIRDROP_ID",
  );
  assert.equal((await nftOf(nft)).accountId.toString(), gallery.id.toString());
});

test("what nobody wants goes back to the treasury", async () => {
  const [bank, alice] = [await account(), await account({ autoAssociations: 2 })];
  const tokenId = await newToken(bank);
  const { tokenId: art } = await newNfts(bank, ["one"]);
  await run(give(tokenId, bank, alice, 7), bank.client);
  await run(new TransferTransaction().addNftTransfer(new NftId(art, 1), bank.id, alice.id), bank.client);
  await run(
    new TokenRejectTransaction().setOwnerId(alice.id).addTokenId(tokenId).addNftId(new NftId(art, 1)),
    alice.client,
  );
  assert.equal(await unitsOf(alice, tokenId, client), 0);
  assert.equal(await unitsOf(bank, tokenId, client), 1000);
  assert.equal((await nftOf(new NftId(art, 1))).accountId.toString(), bank.id.toString());
});
