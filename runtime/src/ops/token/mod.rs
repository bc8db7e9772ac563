//! Operations on tokens.

mod airdrop;
mod associate;
mod burn;
mod cancel_airdrop;
mod claim_airdrop;
mod create;
mod custom_fees;
mod delete;
mod dissociate;
mod fee_schedule_update;
mod freeze;
mod grant_kyc;
mod mint;
mod pause;
mod pending_airdrop;
mod quantity;
mod reject;
mod revoke_kyc;
mod roles;
mod standing;
#[cfg(test)]
mod tests;
mod unfreeze;
mod unpause;
mod update;
mod update_nfts;
mod well_known;
mod wipe;

pub use airdrop::{TokenAirdrop, token_airdrop, token_airdrop_with};
pub use associate::{TokenAssociate, token_associate, token_associate_with_alias};
pub use burn::{TokenBurn, burn_token, invalid_burn_token};
pub use cancel_airdrop::{TokenCancelAirdrop, token_cancel_airdrop};
pub use claim_airdrop::{TokenClaimAirdrop, token_claim_airdrop};
pub use create::{TokenCreate, TokenCreated, token_create};
pub use custom_fees::{
    FixedTokenFee, FractionalTokenFee, THIS_TOKEN, TokenFee, fixed_hbar_fee,
    fixed_hbar_fee_inheriting_royalty_collector, fixed_hts_fee, fixed_hts_fee_inheriting_royalty_collector,
    fractional_fee, fractional_fee_net_of_transfers, incomplete_custom_fee, royalty_fee_no_fallback,
    royalty_fee_with_fallback,
};
pub use delete::{TokenDelete, token_delete};
pub use dissociate::{TokenDissociate, token_dissociate, token_dissociate_with_alias};
pub use fee_schedule_update::{TokenFeeScheduleUpdate, token_fee_schedule_update};
pub use freeze::{TokenFreeze, token_freeze, token_freeze_with_alias};
pub use grant_kyc::{TokenGrantKyc, grant_token_kyc, grant_token_kyc_with_alias};
pub use mint::{IntoMint, Mint, TokenMint, TokenMinted, invalid_mint_token, mint_token};
pub use pause::{TokenPause, token_pause};
pub use pending_airdrop::{PendingAirdrop, pending_airdrop, pending_nft_airdrop};
pub use quantity::{IntoQuantity, Quantity, SupplyChanged};
pub use reject::{Rejection, TokenReject, rejecting_nft, rejecting_token, token_reject};
pub use revoke_kyc::{TokenRevokeKyc, revoke_token_kyc, revoke_token_kyc_with_alias};
pub use roles::TokenRole;
pub use unfreeze::{TokenUnfreeze, token_unfreeze, token_unfreeze_with_alias};
pub use unpause::{TokenUnpause, token_unpause};
pub use update::{TokenUpdate, token_update};
pub use update_nfts::{TokenUpdateNfts, token_update_nfts};
pub use well_known::{
    TOKEN_TREASURY, WELL_KNOWN_INITIAL_SUPPLY, WELL_KNOWN_NFT_SUPPLY_KEY, create_well_known_fungible_token,
    create_well_known_non_fungible_token, well_known_token_entities,
};
pub use wipe::{TokenWipe, invalid_wipe_token_account, wipe_token_account, wipe_token_account_with_alias};
