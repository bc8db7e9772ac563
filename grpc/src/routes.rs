//! Every method of the consensus node's services, by path and by functionality.

#![expect(deprecated, reason = "deprecated methods are served, if only to turn them down")]

use hapi_proto::services::HederaFunctionality;

/// A unary method of a HAPI service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Method {
    /// Where a request goes: `/proto.CryptoService/cryptoTransfer`.
    pub path: &'static str,
    /// The service's name without its package: `CryptoService`.
    pub service: &'static str,
    /// The method's name: `cryptoTransfer`.
    pub name: &'static str,
    /// What it takes.
    pub request: Request,
    /// What callers use it for. A node does not insist on it: it runs any transaction, whichever method brings it.
    pub functionality: HederaFunctionality,
}

/// What a method takes and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Request {
    /// Takes a `Transaction`, answers a `TransactionResponse`.
    Transaction,
    /// Takes a `Query`, answers a `Response`.
    Query,
}

/// The method at a path such as `/proto.CryptoService/cryptoTransfer`.
pub fn method_at(path: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.path == path)
}

/// The method for a functionality. `None` for what clients cannot ask for, such as `NodeStakeUpdate`, and for
/// queries that no service offers any more.
///
/// Only deleting and undeleting by the system has two methods, for files and for contracts; this returns the one
/// for files.
pub fn method_for(functionality: HederaFunctionality) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.functionality == functionality)
}

macro_rules! methods {
    ($($service:literal $name:literal $request:ident $functionality:ident;)*) => {
        /// All unary methods, by service in the order of its definition.
        pub static METHODS: &[Method] = &[$(Method {
            path: concat!("/proto.", $service, "/", $name),
            service: $service,
            name: $name,
            request: Request::$request,
            functionality: HederaFunctionality::$functionality,
        }),*];
    };
}

methods! {
    "AddressBookService" "createNode" Transaction NodeCreate;
    "AddressBookService" "deleteNode" Transaction NodeDelete;
    "AddressBookService" "updateNode" Transaction NodeUpdate;
    "AddressBookService" "createRegisteredNode" Transaction RegisteredNodeCreate;
    "AddressBookService" "deleteRegisteredNode" Transaction RegisteredNodeDelete;
    "AddressBookService" "updateRegisteredNode" Transaction RegisteredNodeUpdate;
    "ConsensusService" "createTopic" Transaction ConsensusCreateTopic;
    "ConsensusService" "updateTopic" Transaction ConsensusUpdateTopic;
    "ConsensusService" "deleteTopic" Transaction ConsensusDeleteTopic;
    "ConsensusService" "submitMessage" Transaction ConsensusSubmitMessage;
    "ConsensusService" "getTopicInfo" Query ConsensusGetTopicInfo;
    "CryptoService" "createAccount" Transaction CryptoCreate;
    "CryptoService" "updateAccount" Transaction CryptoUpdate;
    "CryptoService" "cryptoTransfer" Transaction CryptoTransfer;
    "CryptoService" "cryptoDelete" Transaction CryptoDelete;
    "CryptoService" "approveAllowances" Transaction CryptoApproveAllowance;
    "CryptoService" "deleteAllowances" Transaction CryptoDeleteAllowance;
    "CryptoService" "addLiveHash" Transaction CryptoAddLiveHash;
    "CryptoService" "deleteLiveHash" Transaction CryptoDeleteLiveHash;
    "CryptoService" "getLiveHash" Query CryptoGetLiveHash;
    "CryptoService" "getAccountRecords" Query CryptoGetAccountRecords;
    "CryptoService" "cryptoGetBalance" Query CryptoGetAccountBalance;
    "CryptoService" "getAccountInfo" Query CryptoGetInfo;
    "CryptoService" "getTransactionReceipts" Query TransactionGetReceipt;
    "CryptoService" "getTxRecordByTxID" Query TransactionGetRecord;
    "FileService" "createFile" Transaction FileCreate;
    "FileService" "updateFile" Transaction FileUpdate;
    "FileService" "deleteFile" Transaction FileDelete;
    "FileService" "appendContent" Transaction FileAppend;
    "FileService" "getFileContent" Query FileGetContents;
    "FileService" "getFileInfo" Query FileGetInfo;
    "FileService" "systemDelete" Transaction SystemDelete;
    "FileService" "systemUndelete" Transaction SystemUndelete;
    "FreezeService" "freeze" Transaction Freeze;
    "NetworkService" "getVersionInfo" Query GetVersionInfo;
    "NetworkService" "getAccountDetails" Query GetAccountDetails;
    "NetworkService" "getExecutionTime" Query NetworkGetExecutionTime;
    "NetworkService" "uncheckedSubmit" Transaction UncheckedSubmit;
    "ScheduleService" "createSchedule" Transaction ScheduleCreate;
    "ScheduleService" "signSchedule" Transaction ScheduleSign;
    "ScheduleService" "deleteSchedule" Transaction ScheduleDelete;
    "ScheduleService" "getScheduleInfo" Query ScheduleGetInfo;
    "SmartContractService" "createContract" Transaction ContractCreate;
    "SmartContractService" "updateContract" Transaction ContractUpdate;
    "SmartContractService" "contractCallMethod" Transaction ContractCall;
    "SmartContractService" "contractCallLocalMethod" Query ContractCallLocal;
    "SmartContractService" "getContractInfo" Query ContractGetInfo;
    "SmartContractService" "ContractGetBytecode" Query ContractGetBytecode;
    "SmartContractService" "getBySolidityID" Query GetBySolidityId;
    "SmartContractService" "getTxRecordByContractID" Query ContractGetRecords;
    "SmartContractService" "deleteContract" Transaction ContractDelete;
    "SmartContractService" "systemDelete" Transaction SystemDelete;
    "SmartContractService" "systemUndelete" Transaction SystemUndelete;
    "SmartContractService" "callEthereum" Transaction EthereumTransaction;
    "SmartContractService" "hookStore" Transaction HookStore;
    "TokenService" "createToken" Transaction TokenCreate;
    "TokenService" "updateToken" Transaction TokenUpdate;
    "TokenService" "mintToken" Transaction TokenMint;
    "TokenService" "burnToken" Transaction TokenBurn;
    "TokenService" "deleteToken" Transaction TokenDelete;
    "TokenService" "wipeTokenAccount" Transaction TokenAccountWipe;
    "TokenService" "freezeTokenAccount" Transaction TokenFreezeAccount;
    "TokenService" "unfreezeTokenAccount" Transaction TokenUnfreezeAccount;
    "TokenService" "grantKycToTokenAccount" Transaction TokenGrantKycToAccount;
    "TokenService" "revokeKycFromTokenAccount" Transaction TokenRevokeKycFromAccount;
    "TokenService" "associateTokens" Transaction TokenAssociateToAccount;
    "TokenService" "dissociateTokens" Transaction TokenDissociateFromAccount;
    "TokenService" "updateTokenFeeSchedule" Transaction TokenFeeScheduleUpdate;
    "TokenService" "getTokenInfo" Query TokenGetInfo;
    "TokenService" "getTokenNftInfo" Query TokenGetNftInfo;
    "TokenService" "pauseToken" Transaction TokenPause;
    "TokenService" "unpauseToken" Transaction TokenUnpause;
    "TokenService" "updateNfts" Transaction TokenUpdateNfts;
    "TokenService" "rejectToken" Transaction TokenReject;
    "TokenService" "airdropTokens" Transaction TokenAirdrop;
    "TokenService" "cancelAirdrop" Transaction TokenCancelAirdrop;
    "TokenService" "claimAirdrop" Transaction TokenClaimAirdrop;
    "UtilService" "prng" Transaction UtilPrng;
    "UtilService" "atomicBatch" Transaction AtomicBatch;
}
