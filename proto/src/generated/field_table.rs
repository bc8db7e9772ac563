// This file is @generated from the schema.

use crate::strict::{Field, Kind, StrictMessage};

/// How many messages the schema has, those of `google.protobuf` included.
pub const MESSAGE_COUNT: usize = 469;

pub(crate) static FIELDS: &[Field] = &[
    // com.hedera.hapi.block.stream.Block
    Field { number: 1, kind: Kind::Message(1) },
    // com.hedera.hapi.block.stream.BlockItem
    Field { number: 1, kind: Kind::Message(22) },
    Field { number: 2, kind: Kind::Message(15) },
    Field { number: 3, kind: Kind::Message(17) },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(66) },
    Field { number: 6, kind: Kind::Message(65) },
    Field { number: 7, kind: Kind::Message(58) },
    Field { number: 8, kind: Kind::Message(5) },
    Field { number: 9, kind: Kind::Message(2) },
    Field { number: 10, kind: Kind::Message(8) },
    Field { number: 11, kind: Kind::Message(86) },
    Field { number: 12, kind: Kind::Message(21) },
    Field { number: 19, kind: Kind::Message(10) },
    // com.hedera.hapi.block.stream.BlockProof
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(14) },
    Field { number: 3, kind: Kind::Message(13) },
    Field { number: 4, kind: Kind::Message(12) },
    // com.hedera.hapi.block.stream.FilteredItemHash
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.FilteredMerkleSubTree
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.FilteredSingleItem
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.MerklePath
    Field { number: 1, kind: Kind::Message(11) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.MerkleSiblingHash
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.RecordFileItem
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Message(355) },
    Field { number: 3, kind: Kind::Message(379) },
    Field { number: 4, kind: Kind::Message(356) },
    // com.hedera.hapi.block.stream.RecordFileSignature
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.RedactedItem
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.SiblingNode
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.SignedRecordFileProof
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(9) },
    // com.hedera.hapi.block.stream.StateProof
    Field { number: 1, kind: Kind::Message(6) },
    Field { number: 2, kind: Kind::Message(14) },
    // com.hedera.hapi.block.stream.TssSignedBlockProof
    Field { number: 1, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.input.EventHeader
    Field { number: 1, kind: Kind::Message(156) },
    Field { number: 2, kind: Kind::Message(16) },
    // com.hedera.hapi.block.stream.input.ParentEventReference
    Field { number: 1, kind: Kind::Message(157) },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.input.RoundHeader
    Field { number: 1, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.output.AppendFileOutput
    // com.hedera.hapi.block.stream.output.ApproveAllowanceOutput
    // com.hedera.hapi.block.stream.output.AssociateTokenOutput
    // com.hedera.hapi.block.stream.output.BlockFooter
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.output.BlockHeader
    Field { number: 1, kind: Kind::Message(374) },
    Field { number: 2, kind: Kind::Message(374) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.output.BurnTokenOutput
    // com.hedera.hapi.block.stream.output.CallContractOutput
    Field { number: 1, kind: Kind::Message(283) },
    // com.hedera.hapi.block.stream.output.CreateAccountOutput
    Field { number: 1, kind: Kind::Message(215) },
    // com.hedera.hapi.block.stream.output.CreateContractOutput
    Field { number: 1, kind: Kind::Message(283) },
    // com.hedera.hapi.block.stream.output.CreateFileOutput
    // com.hedera.hapi.block.stream.output.CreateScheduleOutput
    Field { number: 1, kind: Kind::Message(367) },
    Field { number: 2, kind: Kind::Message(457) },
    // com.hedera.hapi.block.stream.output.CreateTokenOutput
    // com.hedera.hapi.block.stream.output.CreateTopicOutput
    // com.hedera.hapi.block.stream.output.CryptoTransferOutput
    // com.hedera.hapi.block.stream.output.DeleteAccountOutput
    // com.hedera.hapi.block.stream.output.DeleteAllowanceOutput
    // com.hedera.hapi.block.stream.output.DeleteContractOutput
    // com.hedera.hapi.block.stream.output.DeleteFileOutput
    // com.hedera.hapi.block.stream.output.DeleteScheduleOutput
    // com.hedera.hapi.block.stream.output.DeleteTokenOutput
    // com.hedera.hapi.block.stream.output.DeleteTopicOutput
    // com.hedera.hapi.block.stream.output.DissociateTokenOutput
    // com.hedera.hapi.block.stream.output.EthereumOutput
    Field { number: 1, kind: Kind::Message(283) },
    Field { number: 2, kind: Kind::Message(283) },
    // com.hedera.hapi.block.stream.output.FreezeOutput
    // com.hedera.hapi.block.stream.output.FreezeTokenAccountOutput
    // com.hedera.hapi.block.stream.output.GrantTokenKycOutput
    // com.hedera.hapi.block.stream.output.MapChangeKey
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(409) },
    Field { number: 3, kind: Kind::Message(197) },
    Field { number: 4, kind: Kind::Message(300) },
    Field { number: 5, kind: Kind::Message(333) },
    Field { number: 6, kind: Kind::Message(190) },
    Field { number: 7, kind: Kind::Message(194) },
    Field { number: 8, kind: Kind::Message(195) },
    Field { number: 9, kind: Kind::Message(367) },
    Field { number: 10, kind: Kind::Message(389) },
    Field { number: 11, kind: Kind::Message(429) },
    Field { number: 12, kind: Kind::Message(447) },
    Field { number: 13, kind: Kind::Message(248) },
    Field { number: 14, kind: Kind::Message(343) },
    Field { number: 15, kind: Kind::Message(404) },
    Field { number: 16, kind: Kind::Message(373) },
    Field { number: 17, kind: Kind::Message(151) },
    Field { number: 18, kind: Kind::Message(152) },
    Field { number: 19, kind: Kind::Message(119) },
    Field { number: 20, kind: Kind::Message(124) },
    Field { number: 21, kind: Kind::Message(167) },
    Field { number: 22, kind: Kind::Message(127) },
    Field { number: 23, kind: Kind::Message(321) },
    Field { number: 24, kind: Kind::Message(139) },
    // com.hedera.hapi.block.stream.output.MapChangeValue
    Field { number: 1, kind: Kind::Message(210) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(222) },
    Field { number: 4, kind: Kind::Message(290) },
    Field { number: 5, kind: Kind::Message(331) },
    Field { number: 6, kind: Kind::Message(195) },
    Field { number: 7, kind: Kind::Message(362) },
    Field { number: 8, kind: Kind::Message(370) },
    Field { number: 9, kind: Kind::Message(390) },
    Field { number: 10, kind: Kind::Message(392) },
    Field { number: 11, kind: Kind::Message(405) },
    Field { number: 12, kind: Kind::Message(436) },
    Field { number: 13, kind: Kind::Message(446) },
    Field { number: 14, kind: Kind::Message(111) },
    Field { number: 15, kind: Kind::Message(216) },
    Field { number: 16, kind: Kind::Message(143) },
    Field { number: 17, kind: Kind::Message(372) },
    Field { number: 18, kind: Kind::Message(367) },
    Field { number: 19, kind: Kind::Message(402) },
    Field { number: 20, kind: Kind::Message(150) },
    Field { number: 21, kind: Kind::Message(184) },
    Field { number: 22, kind: Kind::Message(185) },
    Field { number: 23, kind: Kind::Message(118) },
    Field { number: 24, kind: Kind::Message(123) },
    Field { number: 25, kind: Kind::Message(176) },
    Field { number: 26, kind: Kind::Message(135) },
    Field { number: 27, kind: Kind::Message(131) },
    Field { number: 28, kind: Kind::Message(134) },
    Field { number: 29, kind: Kind::Message(140) },
    Field { number: 30, kind: Kind::Message(167) },
    Field { number: 31, kind: Kind::Message(137) },
    Field { number: 32, kind: Kind::Message(112) },
    // com.hedera.hapi.block.stream.output.MapDeleteChange
    Field { number: 1, kind: Kind::Message(44) },
    // com.hedera.hapi.block.stream.output.MapUpdateChange
    Field { number: 1, kind: Kind::Message(44) },
    Field { number: 2, kind: Kind::Message(45) },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.output.MintTokenOutput
    // com.hedera.hapi.block.stream.output.NewStateChange
    Field { number: 1, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.output.PauseTokenOutput
    // com.hedera.hapi.block.stream.output.QueuePopChange
    // com.hedera.hapi.block.stream.output.QueuePushChange
    Field { number: 1, kind: Kind::Message(190) },
    Field { number: 2, kind: Kind::Message(195) },
    Field { number: 3, kind: Kind::Message(460) },
    // com.hedera.hapi.block.stream.output.RemovedStateChange
    // com.hedera.hapi.block.stream.output.RevokeTokenKycOutput
    // com.hedera.hapi.block.stream.output.SignScheduleOutput
    Field { number: 1, kind: Kind::Message(457) },
    // com.hedera.hapi.block.stream.output.SingletonUpdateChange
    Field { number: 1, kind: Kind::Message(221) },
    Field { number: 2, kind: Kind::Message(223) },
    Field { number: 3, kind: Kind::Message(197) },
    Field { number: 4, kind: Kind::Message(285) },
    Field { number: 5, kind: Kind::Message(330) },
    Field { number: 6, kind: Kind::Message(190) },
    Field { number: 7, kind: Kind::Message(195) },
    Field { number: 8, kind: Kind::Message(360) },
    Field { number: 9, kind: Kind::Message(402) },
    Field { number: 10, kind: Kind::Message(403) },
    Field { number: 11, kind: Kind::Message(114) },
    Field { number: 12, kind: Kind::Message(169) },
    Field { number: 13, kind: Kind::Message(146) },
    Field { number: 14, kind: Kind::Message(117) },
    Field { number: 15, kind: Kind::Message(115) },
    Field { number: 16, kind: Kind::Message(130) },
    Field { number: 17, kind: Kind::Message(116) },
    Field { number: 18, kind: Kind::Message(340) },
    Field { number: 19, kind: Kind::Message(149) },
    Field { number: 20, kind: Kind::Message(167) },
    // com.hedera.hapi.block.stream.output.StateChange
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(49) },
    Field { number: 3, kind: Kind::Message(53) },
    Field { number: 4, kind: Kind::Message(56) },
    Field { number: 5, kind: Kind::Message(47) },
    Field { number: 6, kind: Kind::Message(46) },
    Field { number: 7, kind: Kind::Message(52) },
    Field { number: 8, kind: Kind::Message(51) },
    // com.hedera.hapi.block.stream.output.StateChanges
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Message(57) },
    // com.hedera.hapi.block.stream.output.SubmitMessageOutput
    // com.hedera.hapi.block.stream.output.SystemDeleteContractOutput
    // com.hedera.hapi.block.stream.output.SystemDeleteOutput
    // com.hedera.hapi.block.stream.output.SystemUnDeleteContractOutput
    // com.hedera.hapi.block.stream.output.SystemUndeleteOutput
    // com.hedera.hapi.block.stream.output.TokenAirdropOutput
    // com.hedera.hapi.block.stream.output.TransactionOutput
    Field { number: 1, kind: Kind::Message(77) },
    Field { number: 2, kind: Kind::Message(24) },
    Field { number: 3, kind: Kind::Message(40) },
    Field { number: 4, kind: Kind::Message(26) },
    Field { number: 5, kind: Kind::Message(28) },
    Field { number: 6, kind: Kind::Message(55) },
    Field { number: 7, kind: Kind::Message(25) },
    // com.hedera.hapi.block.stream.output.TransactionResult
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Message(367) },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Message(466) },
    Field { number: 8, kind: Kind::Message(439) },
    Field { number: 9, kind: Kind::Message(409) },
    Field { number: 10, kind: Kind::Message(211) },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Message(219) },
    Field { number: 13, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.output.UnfreezeTokenAccountOutput
    // com.hedera.hapi.block.stream.output.UnpauseTokenOutput
    // com.hedera.hapi.block.stream.output.UpdateAccountOutput
    // com.hedera.hapi.block.stream.output.UpdateContractOutput
    // com.hedera.hapi.block.stream.output.UpdateFileOutput
    // com.hedera.hapi.block.stream.output.UpdateNodeStakeOutput
    // com.hedera.hapi.block.stream.output.UpdateTokenFeeScheduleOutput
    // com.hedera.hapi.block.stream.output.UpdateTokenNftsOutput
    // com.hedera.hapi.block.stream.output.UpdateTokenOutput
    // com.hedera.hapi.block.stream.output.UpdateTopicOutput
    // com.hedera.hapi.block.stream.output.UtilPrngOutput
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.block.stream.output.WipeTokenAccountOutput
    // com.hedera.hapi.block.stream.trace.ContractSlotUsage
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 3, kind: Kind::Message(87) },
    Field { number: 4, kind: Kind::Message(84) },
    // com.hedera.hapi.block.stream.trace.EvmTraceData
    Field { number: 1, kind: Kind::Message(232) },
    Field { number: 2, kind: Kind::Message(79) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Message(82) },
    Field { number: 5, kind: Kind::Message(81) },
    // com.hedera.hapi.block.stream.trace.EvmTransactionLog
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.trace.ExecutedInitcode
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Message(83) },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.trace.InitcodeBookends
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.trace.SlotRead
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.trace.SubmitMessageTraceData
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.block.stream.trace.TraceData
    Field { number: 1, kind: Kind::Message(80) },
    Field { number: 2, kind: Kind::Message(85) },
    // com.hedera.hapi.block.stream.trace.WrittenSlotKeys
    Field { number: 1, kind: Kind::Bytes },
    // com.hedera.hapi.node.addressbook.AssociatedRegisteredNodeList
    Field { number: 1, kind: Kind::RepeatedVarint },
    // com.hedera.hapi.node.addressbook.NodeCreateTransactionBody
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(375) },
    Field { number: 4, kind: Kind::Message(375) },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Message(375) },
    Field { number: 10, kind: Kind::RepeatedVarint },
    // com.hedera.hapi.node.addressbook.NodeDeleteTransactionBody
    Field { number: 1, kind: Kind::Varint },
    // com.hedera.hapi.node.addressbook.NodeUpdateTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(195) },
    Field { number: 4, kind: Kind::Message(375) },
    Field { number: 5, kind: Kind::Message(375) },
    Field { number: 6, kind: Kind::Message(190) },
    Field { number: 7, kind: Kind::Message(190) },
    Field { number: 8, kind: Kind::Message(323) },
    Field { number: 9, kind: Kind::Message(189) },
    Field { number: 10, kind: Kind::Message(375) },
    Field { number: 11, kind: Kind::Message(88) },
    // com.hedera.hapi.node.addressbook.RegisteredNodeCreateTransactionBody
    Field { number: 1, kind: Kind::Message(323) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(95) },
    // com.hedera.hapi.node.addressbook.RegisteredNodeDeleteTransactionBody
    Field { number: 1, kind: Kind::Varint },
    // com.hedera.hapi.node.addressbook.RegisteredNodeUpdateTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(323) },
    Field { number: 3, kind: Kind::Message(195) },
    Field { number: 4, kind: Kind::Message(95) },
    // com.hedera.hapi.node.addressbook.RegisteredServiceEndpoint
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(96) },
    Field { number: 6, kind: Kind::Message(98) },
    Field { number: 7, kind: Kind::Message(99) },
    Field { number: 8, kind: Kind::Message(97) },
    // com.hedera.hapi.node.addressbook.RegisteredServiceEndpoint.BlockNodeEndpoint
    Field { number: 1, kind: Kind::RepeatedVarint },
    // com.hedera.hapi.node.addressbook.RegisteredServiceEndpoint.GeneralServiceEndpoint
    Field { number: 1, kind: Kind::Bytes },
    // com.hedera.hapi.node.addressbook.RegisteredServiceEndpoint.MirrorNodeEndpoint
    // com.hedera.hapi.node.addressbook.RegisteredServiceEndpoint.RpcRelayEndpoint
    // com.hedera.hapi.node.hooks.EvmHook
    Field { number: 1, kind: Kind::Message(103) },
    Field { number: 2, kind: Kind::Message(105) },
    // com.hedera.hapi.node.hooks.EvmHookMappingEntries
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Message(102) },
    // com.hedera.hapi.node.hooks.EvmHookMappingEntry
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.node.hooks.EvmHookSpec
    Field { number: 1, kind: Kind::Message(248) },
    // com.hedera.hapi.node.hooks.EvmHookStorageSlot
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.hooks.EvmHookStorageUpdate
    Field { number: 1, kind: Kind::Message(104) },
    Field { number: 2, kind: Kind::Message(101) },
    // com.hedera.hapi.node.hooks.HookCreation
    Field { number: 1, kind: Kind::Message(320) },
    Field { number: 2, kind: Kind::Message(107) },
    Field { number: 9, kind: Kind::Message(194) },
    // com.hedera.hapi.node.hooks.HookCreationDetails
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(100) },
    Field { number: 4, kind: Kind::Message(323) },
    // com.hedera.hapi.node.hooks.HookDispatchTransactionBody
    Field { number: 1, kind: Kind::Message(321) },
    Field { number: 2, kind: Kind::Message(106) },
    Field { number: 3, kind: Kind::Message(109) },
    // com.hedera.hapi.node.hooks.HookExecution
    Field { number: 1, kind: Kind::Message(320) },
    Field { number: 2, kind: Kind::Message(319) },
    // com.hedera.hapi.node.hooks.HookStoreTransactionBody
    Field { number: 1, kind: Kind::Message(321) },
    Field { number: 2, kind: Kind::Message(105) },
    // com.hedera.hapi.node.state.addressbook.Node
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Message(375) },
    Field { number: 5, kind: Kind::Message(375) },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Bytes },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Message(323) },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Message(375) },
    Field { number: 13, kind: Kind::RepeatedVarint },
    // com.hedera.hapi.node.state.addressbook.RegisteredNode
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(323) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Message(95) },
    // com.hedera.hapi.node.state.blockrecords.MigrationWrappedHashes
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.blockstream.BlockStreamInfo
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Bytes },
    Field { number: 9, kind: Kind::Message(403) },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Message(374) },
    Field { number: 12, kind: Kind::Message(403) },
    Field { number: 13, kind: Kind::Message(403) },
    Field { number: 14, kind: Kind::Bytes },
    Field { number: 15, kind: Kind::Bytes },
    Field { number: 16, kind: Kind::Bytes },
    Field { number: 17, kind: Kind::Bytes },
    Field { number: 18, kind: Kind::Varint },
    // com.hedera.hapi.node.state.entity.EntityCounts
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Varint },
    Field { number: 13, kind: Kind::Varint },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Varint },
    Field { number: 16, kind: Kind::Varint },
    // com.hedera.hapi.node.state.hints.CRSState
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(197) },
    Field { number: 4, kind: Kind::Message(403) },
    // com.hedera.hapi.node.state.hints.HintsConstruction
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Message(403) },
    Field { number: 6, kind: Kind::Message(120) },
    // com.hedera.hapi.node.state.hints.HintsKeySet
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.hints.HintsPartyId
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.node.state.hints.HintsScheme
    Field { number: 1, kind: Kind::Message(122) },
    Field { number: 2, kind: Kind::Message(121) },
    // com.hedera.hapi.node.state.hints.NodePartyId
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.node.state.hints.PreprocessedKeys
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.hints.PreprocessingVote
    Field { number: 1, kind: Kind::Message(122) },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.node.state.hints.PreprocessingVoteId
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.node.state.history.AggregatedNodeSignatures
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::RepeatedVarint },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.history.ChainOfTrustProof
    Field { number: 1, kind: Kind::Message(125) },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.history.ConstructionNodeId
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.node.state.history.History
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.history.HistoryProof
    Field { number: 1, kind: Kind::Message(133) },
    Field { number: 2, kind: Kind::Message(128) },
    Field { number: 3, kind: Kind::Message(126) },
    Field { number: 4, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.history.HistoryProofConstruction
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(403) },
    Field { number: 6, kind: Kind::Message(403) },
    Field { number: 7, kind: Kind::Message(129) },
    Field { number: 8, kind: Kind::Bytes },
    Field { number: 9, kind: Kind::Message(138) },
    Field { number: 10, kind: Kind::Varint },
    // com.hedera.hapi.node.state.history.HistoryProofVote
    Field { number: 1, kind: Kind::Message(129) },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.node.state.history.HistorySignature
    Field { number: 1, kind: Kind::Message(128) },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.history.ProofKey
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.history.ProofKeySet
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.history.RecordedHistorySignature
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Message(132) },
    // com.hedera.hapi.node.state.history.WrapsMessageDetails
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.history.WrapsMessageHistory
    Field { number: 1, kind: Kind::Message(136) },
    // com.hedera.hapi.node.state.history.WrapsSigningState
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(403) },
    // com.hedera.hapi.node.state.hooks.EvmHookSlotKey
    Field { number: 1, kind: Kind::Message(321) },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.hooks.EvmHookState
    Field { number: 1, kind: Kind::Message(321) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(248) },
    Field { number: 5, kind: Kind::Message(323) },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Message(194) },
    Field { number: 8, kind: Kind::Message(194) },
    Field { number: 9, kind: Kind::Varint },
    // com.hedera.hapi.node.state.roster.LedgerId
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Message(145) },
    // com.hedera.hapi.node.state.roster.NodeSignature
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.roster.Roster
    Field { number: 1, kind: Kind::Message(144) },
    // com.hedera.hapi.node.state.roster.RosterEntry
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(375) },
    // com.hedera.hapi.node.state.roster.RosterSignatures
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Message(142) },
    // com.hedera.hapi.node.state.roster.RosterState
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Message(147) },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.node.state.roster.RoundRosterPair
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.token.NodePayment
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.node.state.token.NodePayments
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Message(148) },
    // com.hedera.hapi.node.state.tss.TssEncryptionKeys
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.node.state.tss.TssMessageMapKey
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.node.state.tss.TssVoteMapKey
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.node.tss.LedgerIdNodeContribution
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.node.tss.LedgerIdPublicationTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(153) },
    // com.hedera.hapi.platform.event.EventConsensusData
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.platform.event.EventCore
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Varint },
    // com.hedera.hapi.platform.event.EventDescriptor
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.platform.event.GossipEvent
    Field { number: 1, kind: Kind::Message(156) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(157) },
    // com.hedera.hapi.platform.event.StateSignatureTransaction
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.platform.message.GossipEventWindow
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.platform.message.GossipKnownTips
    Field { number: 1, kind: Kind::RepeatedVarint },
    // com.hedera.hapi.platform.message.GossipPing
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.platform.message.GossipSyncData
    Field { number: 1, kind: Kind::Message(160) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.platform.state.ConsensusSnapshot
    Field { number: 1, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(166) },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(403) },
    Field { number: 6, kind: Kind::Message(165) },
    // com.hedera.hapi.platform.state.JudgeId
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.platform.state.MinimumJudgeInfo
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.platform.state.NodeId
    Field { number: 1, kind: Kind::Varint },
    // com.hedera.hapi.platform.state.NodeIdSignaturePair
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.platform.state.PlatformState
    Field { number: 1, kind: Kind::Message(374) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(164) },
    Field { number: 4, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Message(403) },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 10000, kind: Kind::Bytes },
    // com.hedera.hapi.platform.state.QueueState
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.hapi.platform.state.SigSet
    Field { number: 1, kind: Kind::Message(168) },
    // com.hedera.hapi.platform.state.StateItem
    Field { number: 2, kind: Kind::Message(173) },
    Field { number: 3, kind: Kind::Message(174) },
    // com.hedera.hapi.platform.state.StateKey
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(347) },
    Field { number: 4, kind: Kind::Message(389) },
    Field { number: 5, kind: Kind::Message(248) },
    Field { number: 6, kind: Kind::Message(300) },
    Field { number: 7, kind: Kind::Message(429) },
    Field { number: 8, kind: Kind::Message(333) },
    Field { number: 9, kind: Kind::Message(279) },
    Field { number: 10, kind: Kind::Message(280) },
    Field { number: 14, kind: Kind::Message(367) },
    Field { number: 15, kind: Kind::Message(349) },
    Field { number: 16, kind: Kind::Message(347) },
    Field { number: 20, kind: Kind::Message(280) },
    Field { number: 21, kind: Kind::Message(447) },
    Field { number: 25, kind: Kind::Message(343) },
    Field { number: 28, kind: Kind::Message(347) },
    Field { number: 29, kind: Kind::Message(404) },
    Field { number: 30, kind: Kind::Message(347) },
    Field { number: 31, kind: Kind::Message(151) },
    Field { number: 32, kind: Kind::Message(152) },
    Field { number: 33, kind: Kind::Message(373) },
    Field { number: 34, kind: Kind::Message(404) },
    Field { number: 35, kind: Kind::Message(280) },
    Field { number: 37, kind: Kind::Message(119) },
    Field { number: 40, kind: Kind::Message(124) },
    Field { number: 43, kind: Kind::Message(167) },
    Field { number: 46, kind: Kind::Message(127) },
    Field { number: 47, kind: Kind::Message(127) },
    Field { number: 49, kind: Kind::Message(167) },
    Field { number: 51, kind: Kind::Message(321) },
    Field { number: 52, kind: Kind::Message(139) },
    Field { number: 53, kind: Kind::Message(215) },
    Field { number: 54, kind: Kind::Message(127) },
    Field { number: 56, kind: Kind::Message(280) },
    Field { number: 126, kind: Kind::Varint },
    Field { number: 10001, kind: Kind::Varint },
    Field { number: 10002, kind: Kind::Varint },
    Field { number: 10003, kind: Kind::Varint },
    Field { number: 10004, kind: Kind::Varint },
    Field { number: 10005, kind: Kind::Varint },
    Field { number: 10006, kind: Kind::Varint },
    Field { number: 10007, kind: Kind::Varint },
    Field { number: 10008, kind: Kind::Varint },
    Field { number: 10009, kind: Kind::Varint },
    Field { number: 10010, kind: Kind::Varint },
    // com.hedera.hapi.platform.state.StateValue
    Field { number: 1, kind: Kind::Message(280) },
    Field { number: 2, kind: Kind::Message(210) },
    Field { number: 3, kind: Kind::Message(215) },
    Field { number: 4, kind: Kind::Message(390) },
    Field { number: 5, kind: Kind::Message(222) },
    Field { number: 6, kind: Kind::Message(290) },
    Field { number: 7, kind: Kind::Message(405) },
    Field { number: 8, kind: Kind::Message(331) },
    Field { number: 9, kind: Kind::Message(436) },
    Field { number: 10, kind: Kind::Message(392) },
    Field { number: 11, kind: Kind::Message(330) },
    Field { number: 12, kind: Kind::Message(402) },
    Field { number: 13, kind: Kind::Message(223) },
    Field { number: 14, kind: Kind::Message(362) },
    Field { number: 15, kind: Kind::Message(370) },
    Field { number: 16, kind: Kind::Message(370) },
    Field { number: 17, kind: Kind::Message(285) },
    Field { number: 18, kind: Kind::Message(360) },
    Field { number: 19, kind: Kind::Message(221) },
    Field { number: 20, kind: Kind::Message(111) },
    Field { number: 21, kind: Kind::Message(446) },
    Field { number: 22, kind: Kind::Message(347) },
    Field { number: 23, kind: Kind::Message(403) },
    Field { number: 24, kind: Kind::Message(114) },
    Field { number: 25, kind: Kind::Message(216) },
    Field { number: 26, kind: Kind::Message(169) },
    Field { number: 27, kind: Kind::Message(146) },
    Field { number: 28, kind: Kind::Message(143) },
    Field { number: 29, kind: Kind::Message(372) },
    Field { number: 30, kind: Kind::Message(367) },
    Field { number: 31, kind: Kind::Message(184) },
    Field { number: 32, kind: Kind::Message(185) },
    Field { number: 33, kind: Kind::Message(367) },
    Field { number: 34, kind: Kind::Message(402) },
    Field { number: 35, kind: Kind::Message(150) },
    Field { number: 37, kind: Kind::Message(118) },
    Field { number: 38, kind: Kind::Message(117) },
    Field { number: 39, kind: Kind::Message(117) },
    Field { number: 40, kind: Kind::Message(123) },
    Field { number: 41, kind: Kind::Message(115) },
    Field { number: 42, kind: Kind::Message(347) },
    Field { number: 43, kind: Kind::Message(134) },
    Field { number: 44, kind: Kind::Message(130) },
    Field { number: 45, kind: Kind::Message(130) },
    Field { number: 46, kind: Kind::Message(135) },
    Field { number: 47, kind: Kind::Message(131) },
    Field { number: 48, kind: Kind::Message(116) },
    Field { number: 49, kind: Kind::Message(176) },
    Field { number: 50, kind: Kind::Message(340) },
    Field { number: 51, kind: Kind::Message(140) },
    Field { number: 52, kind: Kind::Message(390) },
    Field { number: 53, kind: Kind::Message(167) },
    Field { number: 54, kind: Kind::Message(137) },
    Field { number: 55, kind: Kind::Message(149) },
    Field { number: 56, kind: Kind::Message(112) },
    Field { number: 57, kind: Kind::Message(167) },
    Field { number: 58, kind: Kind::Message(347) },
    Field { number: 126, kind: Kind::Message(460) },
    Field { number: 8001, kind: Kind::Message(170) },
    Field { number: 10001, kind: Kind::Message(347) },
    Field { number: 10002, kind: Kind::Message(347) },
    Field { number: 10003, kind: Kind::Message(347) },
    Field { number: 10004, kind: Kind::Message(347) },
    Field { number: 10005, kind: Kind::Message(347) },
    Field { number: 10006, kind: Kind::Message(347) },
    Field { number: 10007, kind: Kind::Message(347) },
    Field { number: 10008, kind: Kind::Message(347) },
    Field { number: 10009, kind: Kind::Message(347) },
    Field { number: 10010, kind: Kind::Message(347) },
    // com.hedera.hapi.services.auxiliary.blockrecords.MigrationRootHashVoteTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    // com.hedera.hapi.services.auxiliary.hints.CrsPublicationTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    // com.hedera.hapi.services.auxiliary.hints.HintsKeyPublicationTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.services.auxiliary.hints.HintsPartialSignatureTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // com.hedera.hapi.services.auxiliary.hints.HintsPreprocessingVoteTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(123) },
    // com.hedera.hapi.services.auxiliary.history.HistoryProofKeyPublicationTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    // com.hedera.hapi.services.auxiliary.history.HistoryProofSignatureTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(132) },
    // com.hedera.hapi.services.auxiliary.history.HistoryProofVoteTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(131) },
    // com.hedera.hapi.services.auxiliary.tss.TssEncryptionKeyTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    // com.hedera.hapi.services.auxiliary.tss.TssMessageTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Bytes },
    // com.hedera.hapi.services.auxiliary.tss.TssVoteTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Bytes },
    // com.hedera.mirror.api.proto.AddressBookQuery
    Field { number: 1, kind: Kind::Message(300) },
    Field { number: 2, kind: Kind::Varint },
    // com.hedera.mirror.api.proto.ConsensusTopicQuery
    Field { number: 1, kind: Kind::Message(447) },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Message(403) },
    Field { number: 4, kind: Kind::Varint },
    // com.hedera.mirror.api.proto.ConsensusTopicResponse
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(228) },
    // google.protobuf.BoolValue
    Field { number: 1, kind: Kind::Varint },
    // google.protobuf.BytesValue
    Field { number: 1, kind: Kind::Bytes },
    // google.protobuf.DoubleValue
    Field { number: 1, kind: Kind::Fixed64 },
    // google.protobuf.FloatValue
    Field { number: 1, kind: Kind::Fixed32 },
    // google.protobuf.Int32Value
    Field { number: 1, kind: Kind::Varint },
    // google.protobuf.Int64Value
    Field { number: 1, kind: Kind::Varint },
    // google.protobuf.StringValue
    Field { number: 1, kind: Kind::Bytes },
    // google.protobuf.UInt32Value
    Field { number: 1, kind: Kind::Varint },
    // google.protobuf.UInt64Value
    Field { number: 1, kind: Kind::Varint },
    // org.hiero.hapi.support.fees.ExtraFeeDefinition
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // org.hiero.hapi.support.fees.ExtraFeeReference
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // org.hiero.hapi.support.fees.FeeSchedule
    Field { number: 1, kind: Kind::Message(202) },
    Field { number: 2, kind: Kind::Message(201) },
    Field { number: 3, kind: Kind::Message(208) },
    Field { number: 4, kind: Kind::Message(198) },
    Field { number: 5, kind: Kind::Message(207) },
    // org.hiero.hapi.support.fees.NetworkFee
    Field { number: 1, kind: Kind::Varint },
    // org.hiero.hapi.support.fees.NodeFee
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(199) },
    // org.hiero.hapi.support.fees.PiecewiseLinearCurve
    Field { number: 1, kind: Kind::Message(204) },
    // org.hiero.hapi.support.fees.PiecewiseLinearPoint
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // org.hiero.hapi.support.fees.PricingCurve
    Field { number: 1, kind: Kind::Message(203) },
    // org.hiero.hapi.support.fees.ServiceFeeDefinition
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(199) },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(209) },
    Field { number: 6, kind: Kind::Varint },
    // org.hiero.hapi.support.fees.ServiceFeeSchedule
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Message(206) },
    // org.hiero.hapi.support.fees.UnreadableTransactionFee
    Field { number: 1, kind: Kind::Varint },
    // org.hiero.hapi.support.fees.VariableRateDefinition
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(205) },
    // proto.Account
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(323) },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Message(215) },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Varint },
    Field { number: 13, kind: Kind::Varint },
    Field { number: 14, kind: Kind::Message(429) },
    Field { number: 15, kind: Kind::Message(333) },
    Field { number: 16, kind: Kind::Varint },
    Field { number: 17, kind: Kind::Varint },
    Field { number: 18, kind: Kind::Varint },
    Field { number: 19, kind: Kind::Varint },
    Field { number: 20, kind: Kind::Varint },
    Field { number: 21, kind: Kind::Varint },
    Field { number: 22, kind: Kind::Varint },
    Field { number: 23, kind: Kind::Varint },
    Field { number: 24, kind: Kind::Varint },
    Field { number: 25, kind: Kind::Message(215) },
    Field { number: 26, kind: Kind::Varint },
    Field { number: 27, kind: Kind::Varint },
    Field { number: 28, kind: Kind::Message(213) },
    Field { number: 29, kind: Kind::Message(212) },
    Field { number: 30, kind: Kind::Message(214) },
    Field { number: 31, kind: Kind::Varint },
    Field { number: 32, kind: Kind::Varint },
    Field { number: 33, kind: Kind::Bytes },
    Field { number: 34, kind: Kind::Message(343) },
    Field { number: 35, kind: Kind::Varint },
    Field { number: 36, kind: Kind::Varint },
    Field { number: 37, kind: Kind::Varint },
    Field { number: 38, kind: Kind::Varint },
    Field { number: 39, kind: Kind::Bytes },
    // proto.AccountAmount
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(319) },
    Field { number: 5, kind: Kind::Message(319) },
    // proto.AccountApprovalForAllAllowance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.AccountCryptoAllowance
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Varint },
    // proto.AccountFungibleTokenAllowance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    // proto.AccountID
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Bytes },
    // proto.AccountPendingAirdrop
    Field { number: 1, kind: Kind::Message(345) },
    Field { number: 2, kind: Kind::Message(343) },
    Field { number: 3, kind: Kind::Message(343) },
    // proto.AllAccountBalances
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Message(388) },
    // proto.AllProxyStakers
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(351) },
    // proto.AssessedCustomFee
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(429) },
    Field { number: 3, kind: Kind::Message(215) },
    Field { number: 4, kind: Kind::Message(215) },
    // proto.AtomicBatchTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    // proto.BlockInfo
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(403) },
    Field { number: 7, kind: Kind::Message(403) },
    Field { number: 8, kind: Kind::Message(403) },
    Field { number: 10, kind: Kind::Bytes },
    Field { number: 11, kind: Kind::Bytes },
    Field { number: 12, kind: Kind::Varint },
    Field { number: 13, kind: Kind::Varint },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Message(339) },
    Field { number: 16, kind: Kind::Message(113) },
    // proto.Bytecode
    Field { number: 1, kind: Kind::Bytes },
    // proto.CongestionLevelStarts
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Message(403) },
    // proto.ConsensusCreateTopicTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Message(323) },
    Field { number: 3, kind: Kind::Message(323) },
    Field { number: 6, kind: Kind::Message(277) },
    Field { number: 7, kind: Kind::Message(215) },
    Field { number: 8, kind: Kind::Message(323) },
    Field { number: 9, kind: Kind::Message(323) },
    Field { number: 10, kind: Kind::Message(302) },
    // proto.ConsensusDeleteTopicTransactionBody
    Field { number: 1, kind: Kind::Message(447) },
    // proto.ConsensusGetTopicInfoQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(447) },
    // proto.ConsensusGetTopicInfoResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(447) },
    Field { number: 5, kind: Kind::Message(230) },
    // proto.ConsensusMessageChunkInfo
    Field { number: 1, kind: Kind::Message(457) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // proto.ConsensusSubmitMessageTransactionBody
    Field { number: 1, kind: Kind::Message(447) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(228) },
    // proto.ConsensusTopicInfo
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Message(323) },
    Field { number: 6, kind: Kind::Message(323) },
    Field { number: 7, kind: Kind::Message(277) },
    Field { number: 8, kind: Kind::Message(215) },
    Field { number: 9, kind: Kind::Bytes },
    Field { number: 10, kind: Kind::Message(323) },
    Field { number: 11, kind: Kind::Message(323) },
    Field { number: 12, kind: Kind::Message(302) },
    // proto.ConsensusUpdateTopicTransactionBody
    Field { number: 1, kind: Kind::Message(447) },
    Field { number: 2, kind: Kind::Message(195) },
    Field { number: 4, kind: Kind::Message(403) },
    Field { number: 6, kind: Kind::Message(323) },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Message(277) },
    Field { number: 9, kind: Kind::Message(215) },
    Field { number: 10, kind: Kind::Message(323) },
    Field { number: 11, kind: Kind::Message(288) },
    Field { number: 12, kind: Kind::Message(303) },
    // proto.ContractAction
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(248) },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Message(215) },
    Field { number: 7, kind: Kind::Message(248) },
    Field { number: 8, kind: Kind::Bytes },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Bytes },
    Field { number: 12, kind: Kind::Bytes },
    Field { number: 13, kind: Kind::Bytes },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Varint },
    // proto.ContractActions
    Field { number: 1, kind: Kind::Message(232) },
    // proto.ContractBytecode
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // proto.ContractCallLocalQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(248) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(215) },
    // proto.ContractCallLocalResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(240) },
    // proto.ContractCallTransactionBody
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Bytes },
    // proto.ContractCreateTransactionBody
    Field { number: 1, kind: Kind::Message(300) },
    Field { number: 3, kind: Kind::Message(323) },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(215) },
    Field { number: 8, kind: Kind::Message(277) },
    Field { number: 9, kind: Kind::Bytes },
    Field { number: 10, kind: Kind::Message(378) },
    Field { number: 11, kind: Kind::Message(354) },
    Field { number: 12, kind: Kind::Message(323) },
    Field { number: 13, kind: Kind::Bytes },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Message(215) },
    Field { number: 16, kind: Kind::Bytes },
    Field { number: 17, kind: Kind::Message(215) },
    Field { number: 18, kind: Kind::Varint },
    Field { number: 19, kind: Kind::Varint },
    Field { number: 20, kind: Kind::Message(107) },
    // proto.ContractDeleteTransactionBody
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(248) },
    Field { number: 4, kind: Kind::Varint },
    // proto.ContractFunctionResult
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(249) },
    Field { number: 7, kind: Kind::Message(248) },
    Field { number: 9, kind: Kind::Message(190) },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Bytes },
    Field { number: 13, kind: Kind::Message(215) },
    Field { number: 14, kind: Kind::Message(250) },
    Field { number: 15, kind: Kind::Message(194) },
    // proto.ContractGetBytecodeQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(248) },
    // proto.ContractGetBytecodeResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 6, kind: Kind::Bytes },
    // proto.ContractGetInfoQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(248) },
    // proto.ContractGetInfoResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(245) },
    // proto.ContractGetInfoResponse.ContractInfo
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Message(323) },
    Field { number: 5, kind: Kind::Message(403) },
    Field { number: 6, kind: Kind::Message(277) },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Bytes },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Message(437) },
    Field { number: 12, kind: Kind::Bytes },
    Field { number: 13, kind: Kind::Message(215) },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Message(391) },
    // proto.ContractGetRecordsQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(248) },
    // proto.ContractGetRecordsResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(248) },
    Field { number: 3, kind: Kind::Message(462) },
    // proto.ContractID
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Bytes },
    // proto.ContractLoginfo
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    // proto.ContractNonceInfo
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Varint },
    // proto.ContractStateChange
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Message(393) },
    // proto.ContractStateChanges
    Field { number: 1, kind: Kind::Message(251) },
    // proto.ContractUpdateTransactionBody
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Message(323) },
    Field { number: 6, kind: Kind::Message(215) },
    Field { number: 7, kind: Kind::Message(277) },
    Field { number: 8, kind: Kind::Message(300) },
    Field { number: 9, kind: Kind::Bytes },
    Field { number: 10, kind: Kind::Message(195) },
    Field { number: 11, kind: Kind::Message(193) },
    Field { number: 12, kind: Kind::Message(215) },
    Field { number: 13, kind: Kind::Message(215) },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Message(189) },
    Field { number: 16, kind: Kind::RepeatedVarint },
    Field { number: 17, kind: Kind::Message(107) },
    // proto.CryptoAddLiveHashTransactionBody
    Field { number: 3, kind: Kind::Message(325) },
    // proto.CryptoAllowance
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    // proto.CryptoApproveAllowanceTransactionBody
    Field { number: 1, kind: Kind::Message(255) },
    Field { number: 2, kind: Kind::Message(332) },
    Field { number: 3, kind: Kind::Message(407) },
    // proto.CryptoCreateTransactionBody
    Field { number: 1, kind: Kind::Message(323) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(215) },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Message(277) },
    Field { number: 10, kind: Kind::Message(378) },
    Field { number: 11, kind: Kind::Message(354) },
    Field { number: 12, kind: Kind::Message(323) },
    Field { number: 13, kind: Kind::Bytes },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Message(215) },
    Field { number: 16, kind: Kind::Varint },
    Field { number: 17, kind: Kind::Varint },
    Field { number: 18, kind: Kind::Bytes },
    Field { number: 19, kind: Kind::Message(107) },
    Field { number: 20, kind: Kind::Bytes },
    // proto.CryptoDeleteAllowanceTransactionBody
    Field { number: 2, kind: Kind::Message(334) },
    // proto.CryptoDeleteLiveHashTransactionBody
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Bytes },
    // proto.CryptoDeleteTransactionBody
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.CryptoGetAccountBalanceQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(248) },
    // proto.CryptoGetAccountBalanceResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(410) },
    // proto.CryptoGetAccountRecordsQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.CryptoGetAccountRecordsResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(462) },
    // proto.CryptoGetInfoQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.CryptoGetInfoResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(267) },
    // proto.CryptoGetInfoResponse.AccountInfo
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(215) },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Message(403) },
    Field { number: 13, kind: Kind::Message(277) },
    Field { number: 14, kind: Kind::Message(325) },
    Field { number: 15, kind: Kind::Message(437) },
    Field { number: 16, kind: Kind::Bytes },
    Field { number: 17, kind: Kind::Varint },
    Field { number: 18, kind: Kind::Varint },
    Field { number: 19, kind: Kind::Bytes },
    Field { number: 20, kind: Kind::Bytes },
    Field { number: 21, kind: Kind::Varint },
    Field { number: 22, kind: Kind::Message(391) },
    Field { number: 23, kind: Kind::Bytes },
    // proto.CryptoGetLiveHashQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Bytes },
    // proto.CryptoGetLiveHashResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(325) },
    // proto.CryptoGetStakersQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.CryptoGetStakersResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 3, kind: Kind::Message(218) },
    // proto.CryptoTransferTransactionBody
    Field { number: 1, kind: Kind::Message(466) },
    Field { number: 2, kind: Kind::Message(439) },
    // proto.CryptoUpdateTransactionBody
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(323) },
    Field { number: 4, kind: Kind::Message(215) },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Message(277) },
    Field { number: 9, kind: Kind::Message(403) },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Message(197) },
    Field { number: 12, kind: Kind::Message(197) },
    Field { number: 13, kind: Kind::Message(189) },
    Field { number: 14, kind: Kind::Message(195) },
    Field { number: 15, kind: Kind::Message(193) },
    Field { number: 16, kind: Kind::Message(215) },
    Field { number: 17, kind: Kind::Varint },
    Field { number: 18, kind: Kind::Message(189) },
    Field { number: 19, kind: Kind::RepeatedVarint },
    Field { number: 20, kind: Kind::Message(107) },
    Field { number: 21, kind: Kind::Bytes },
    // proto.CurrentAndNextFeeSchedule
    Field { number: 1, kind: Kind::Message(289) },
    Field { number: 2, kind: Kind::Message(289) },
    // proto.CustomFee
    Field { number: 1, kind: Kind::Message(304) },
    Field { number: 2, kind: Kind::Message(306) },
    Field { number: 3, kind: Kind::Message(215) },
    Field { number: 4, kind: Kind::Message(359) },
    Field { number: 5, kind: Kind::Varint },
    // proto.CustomFeeLimit
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(304) },
    // proto.Duration
    Field { number: 1, kind: Kind::Varint },
    // proto.EntityID
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(325) },
    Field { number: 3, kind: Kind::Message(300) },
    Field { number: 4, kind: Kind::Message(248) },
    // proto.EntityIDPair
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(429) },
    // proto.EntityNumber
    Field { number: 1, kind: Kind::Varint },
    // proto.EthereumTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Message(300) },
    Field { number: 3, kind: Kind::Varint },
    // proto.EvmHookCall
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    // proto.EvmTransactionResult
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(248) },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(322) },
    Field { number: 7, kind: Kind::Message(321) },
    Field { number: 8, kind: Kind::Message(250) },
    Field { number: 9, kind: Kind::Message(194) },
    // proto.ExchangeRate
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(404) },
    // proto.ExchangeRateSet
    Field { number: 1, kind: Kind::Message(284) },
    Field { number: 2, kind: Kind::Message(284) },
    // proto.FeeComponents
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Varint },
    // proto.FeeData
    Field { number: 1, kind: Kind::Message(286) },
    Field { number: 2, kind: Kind::Message(286) },
    Field { number: 3, kind: Kind::Message(286) },
    Field { number: 4, kind: Kind::Varint },
    // proto.FeeExemptKeyList
    Field { number: 1, kind: Kind::Message(323) },
    // proto.FeeSchedule
    Field { number: 1, kind: Kind::Message(450) },
    Field { number: 2, kind: Kind::Message(404) },
    // proto.File
    Field { number: 1, kind: Kind::Message(300) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(324) },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Varint },
    // proto.FileAppendTransactionBody
    Field { number: 2, kind: Kind::Message(300) },
    Field { number: 4, kind: Kind::Bytes },
    // proto.FileCreateTransactionBody
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Message(324) },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(378) },
    Field { number: 6, kind: Kind::Message(354) },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Bytes },
    // proto.FileDeleteTransactionBody
    Field { number: 2, kind: Kind::Message(300) },
    // proto.FileGetContentsQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(300) },
    // proto.FileGetContentsResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(296) },
    // proto.FileGetContentsResponse.FileContents
    Field { number: 1, kind: Kind::Message(300) },
    Field { number: 2, kind: Kind::Bytes },
    // proto.FileGetInfoQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(300) },
    // proto.FileGetInfoResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(299) },
    // proto.FileGetInfoResponse.FileInfo
    Field { number: 1, kind: Kind::Message(300) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(403) },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(324) },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Bytes },
    // proto.FileID
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // proto.FileUpdateTransactionBody
    Field { number: 1, kind: Kind::Message(300) },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Message(324) },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(195) },
    // proto.FixedCustomFee
    Field { number: 1, kind: Kind::Message(304) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.FixedCustomFeeList
    Field { number: 1, kind: Kind::Message(302) },
    // proto.FixedFee
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(429) },
    // proto.Fraction
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // proto.FractionalFee
    Field { number: 1, kind: Kind::Message(305) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    // proto.FreezeTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(300) },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Message(403) },
    Field { number: 8, kind: Kind::Varint },
    // proto.GetAccountDetailsQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.GetAccountDetailsResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(310) },
    // proto.GetAccountDetailsResponse.AccountDetails
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(215) },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(323) },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Message(403) },
    Field { number: 10, kind: Kind::Message(277) },
    Field { number: 11, kind: Kind::Message(437) },
    Field { number: 12, kind: Kind::Bytes },
    Field { number: 13, kind: Kind::Varint },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Bytes },
    Field { number: 16, kind: Kind::Bytes },
    Field { number: 17, kind: Kind::Message(315) },
    Field { number: 18, kind: Kind::Message(316) },
    Field { number: 19, kind: Kind::Message(317) },
    // proto.GetByKeyQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(323) },
    // proto.GetByKeyResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(278) },
    // proto.GetBySolidityIDQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Bytes },
    // proto.GetBySolidityIDResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(300) },
    Field { number: 4, kind: Kind::Message(248) },
    // proto.GrantedCryptoAllowance
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Varint },
    // proto.GrantedNftAllowance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.GrantedTokenAllowance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    // proto.HashObject
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    // proto.HookCall
    Field { number: 1, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(282) },
    // proto.HookEntityId
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(248) },
    // proto.HookId
    Field { number: 1, kind: Kind::Message(320) },
    Field { number: 2, kind: Kind::Varint },
    // proto.InternalCallContext
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    // proto.Key
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(396) },
    Field { number: 6, kind: Kind::Message(324) },
    Field { number: 7, kind: Kind::Bytes },
    Field { number: 8, kind: Kind::Message(248) },
    // proto.KeyList
    Field { number: 1, kind: Kind::Message(323) },
    // proto.LiveHash
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(324) },
    Field { number: 5, kind: Kind::Message(277) },
    // proto.NetworkGetExecutionTimeQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(457) },
    // proto.NetworkGetExecutionTimeResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::RepeatedVarint },
    // proto.NetworkGetVersionInfoQuery
    Field { number: 1, kind: Kind::Message(353) },
    // proto.NetworkGetVersionInfoResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(374) },
    Field { number: 3, kind: Kind::Message(374) },
    // proto.NetworkStakingRewards
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(403) },
    // proto.Nft
    Field { number: 1, kind: Kind::Message(333) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(215) },
    Field { number: 4, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Message(333) },
    Field { number: 7, kind: Kind::Message(333) },
    // proto.NftAllowance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(215) },
    Field { number: 4, kind: Kind::RepeatedVarint },
    Field { number: 5, kind: Kind::Message(189) },
    Field { number: 6, kind: Kind::Message(215) },
    // proto.NftID
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Varint },
    // proto.NftRemoveAllowance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::RepeatedVarint },
    // proto.NftTransfer
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(319) },
    Field { number: 6, kind: Kind::Message(319) },
    Field { number: 7, kind: Kind::Message(319) },
    Field { number: 8, kind: Kind::Message(319) },
    // proto.NodeActivity
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // proto.NodeAddress
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(215) },
    Field { number: 7, kind: Kind::Bytes },
    Field { number: 8, kind: Kind::Message(375) },
    Field { number: 9, kind: Kind::Bytes },
    Field { number: 10, kind: Kind::Varint },
    // proto.NodeAddressBook
    Field { number: 1, kind: Kind::Message(337) },
    // proto.NodeMigrationRootHashVote
    Field { number: 1, kind: Kind::Message(167) },
    Field { number: 2, kind: Kind::Message(175) },
    // proto.NodeRewards
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(336) },
    // proto.NodeStake
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Varint },
    // proto.NodeStakeUpdateTransactionBody
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Message(341) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(305) },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Message(305) },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Varint },
    Field { number: 13, kind: Kind::Varint },
    Field { number: 14, kind: Kind::Varint },
    // proto.PendingAirdropId
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(429) },
    Field { number: 4, kind: Kind::Message(333) },
    // proto.PendingAirdropRecord
    Field { number: 1, kind: Kind::Message(343) },
    Field { number: 2, kind: Kind::Message(345) },
    // proto.PendingAirdropValue
    Field { number: 1, kind: Kind::Varint },
    // proto.ProtoBoolean
    Field { number: 1, kind: Kind::Varint },
    // proto.ProtoBytes
    Field { number: 1, kind: Kind::Bytes },
    // proto.ProtoInteger
    Field { number: 1, kind: Kind::Varint },
    // proto.ProtoLong
    Field { number: 1, kind: Kind::Varint },
    // proto.ProtoString
    Field { number: 1, kind: Kind::Bytes },
    // proto.ProxyStaker
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Varint },
    // proto.Query
    Field { number: 1, kind: Kind::Message(311) },
    Field { number: 2, kind: Kind::Message(313) },
    Field { number: 3, kind: Kind::Message(235) },
    Field { number: 4, kind: Kind::Message(243) },
    Field { number: 5, kind: Kind::Message(241) },
    Field { number: 6, kind: Kind::Message(246) },
    Field { number: 7, kind: Kind::Message(261) },
    Field { number: 8, kind: Kind::Message(263) },
    Field { number: 9, kind: Kind::Message(265) },
    Field { number: 10, kind: Kind::Message(268) },
    Field { number: 11, kind: Kind::Message(270) },
    Field { number: 12, kind: Kind::Message(294) },
    Field { number: 13, kind: Kind::Message(297) },
    Field { number: 14, kind: Kind::Message(453) },
    Field { number: 15, kind: Kind::Message(455) },
    Field { number: 16, kind: Kind::Message(451) },
    Field { number: 50, kind: Kind::Message(226) },
    Field { number: 51, kind: Kind::Message(328) },
    Field { number: 52, kind: Kind::Message(422) },
    Field { number: 53, kind: Kind::Message(365) },
    Field { number: 54, kind: Kind::Message(420) },
    Field { number: 55, kind: Kind::Message(424) },
    Field { number: 56, kind: Kind::Message(426) },
    Field { number: 57, kind: Kind::Message(326) },
    Field { number: 58, kind: Kind::Message(308) },
    // proto.QueryHeader
    Field { number: 1, kind: Kind::Message(448) },
    Field { number: 2, kind: Kind::Varint },
    // proto.RealmID
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // proto.RecordStreamFile
    Field { number: 1, kind: Kind::Message(374) },
    Field { number: 2, kind: Kind::Message(318) },
    Field { number: 3, kind: Kind::Message(356) },
    Field { number: 4, kind: Kind::Message(318) },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(380) },
    // proto.RecordStreamItem
    Field { number: 1, kind: Kind::Message(448) },
    Field { number: 2, kind: Kind::Message(462) },
    // proto.Response
    Field { number: 1, kind: Kind::Message(312) },
    Field { number: 2, kind: Kind::Message(314) },
    Field { number: 3, kind: Kind::Message(236) },
    Field { number: 4, kind: Kind::Message(244) },
    Field { number: 5, kind: Kind::Message(242) },
    Field { number: 6, kind: Kind::Message(247) },
    Field { number: 7, kind: Kind::Message(262) },
    Field { number: 8, kind: Kind::Message(264) },
    Field { number: 9, kind: Kind::Message(266) },
    Field { number: 10, kind: Kind::Message(269) },
    Field { number: 11, kind: Kind::Message(271) },
    Field { number: 12, kind: Kind::Message(295) },
    Field { number: 13, kind: Kind::Message(298) },
    Field { number: 14, kind: Kind::Message(454) },
    Field { number: 15, kind: Kind::Message(456) },
    Field { number: 16, kind: Kind::Message(452) },
    Field { number: 150, kind: Kind::Message(227) },
    Field { number: 151, kind: Kind::Message(329) },
    Field { number: 152, kind: Kind::Message(423) },
    Field { number: 153, kind: Kind::Message(366) },
    Field { number: 154, kind: Kind::Message(421) },
    Field { number: 155, kind: Kind::Message(425) },
    Field { number: 156, kind: Kind::Message(427) },
    Field { number: 157, kind: Kind::Message(327) },
    Field { number: 158, kind: Kind::Message(309) },
    // proto.ResponseHeader
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Bytes },
    // proto.RoyaltyFee
    Field { number: 1, kind: Kind::Message(305) },
    Field { number: 2, kind: Kind::Message(304) },
    // proto.RunningHashes
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    // proto.SchedulableTransactionBody
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(237) },
    Field { number: 4, kind: Kind::Message(238) },
    Field { number: 5, kind: Kind::Message(253) },
    Field { number: 6, kind: Kind::Message(239) },
    Field { number: 7, kind: Kind::Message(257) },
    Field { number: 8, kind: Kind::Message(260) },
    Field { number: 9, kind: Kind::Message(272) },
    Field { number: 10, kind: Kind::Message(273) },
    Field { number: 11, kind: Kind::Message(291) },
    Field { number: 12, kind: Kind::Message(292) },
    Field { number: 13, kind: Kind::Message(293) },
    Field { number: 14, kind: Kind::Message(301) },
    Field { number: 15, kind: Kind::Message(394) },
    Field { number: 16, kind: Kind::Message(395) },
    Field { number: 17, kind: Kind::Message(307) },
    Field { number: 18, kind: Kind::Message(224) },
    Field { number: 19, kind: Kind::Message(231) },
    Field { number: 20, kind: Kind::Message(225) },
    Field { number: 21, kind: Kind::Message(229) },
    Field { number: 22, kind: Kind::Message(415) },
    Field { number: 23, kind: Kind::Message(419) },
    Field { number: 24, kind: Kind::Message(440) },
    Field { number: 25, kind: Kind::Message(428) },
    Field { number: 26, kind: Kind::Message(438) },
    Field { number: 27, kind: Kind::Message(416) },
    Field { number: 28, kind: Kind::Message(444) },
    Field { number: 29, kind: Kind::Message(431) },
    Field { number: 30, kind: Kind::Message(412) },
    Field { number: 31, kind: Kind::Message(445) },
    Field { number: 32, kind: Kind::Message(408) },
    Field { number: 33, kind: Kind::Message(417) },
    Field { number: 34, kind: Kind::Message(364) },
    Field { number: 35, kind: Kind::Message(433) },
    Field { number: 36, kind: Kind::Message(442) },
    Field { number: 37, kind: Kind::Message(256) },
    Field { number: 38, kind: Kind::Message(258) },
    Field { number: 39, kind: Kind::Message(418) },
    Field { number: 40, kind: Kind::Message(468) },
    Field { number: 41, kind: Kind::Message(443) },
    Field { number: 42, kind: Kind::Message(89) },
    Field { number: 43, kind: Kind::Message(91) },
    Field { number: 44, kind: Kind::Message(90) },
    Field { number: 45, kind: Kind::Message(435) },
    Field { number: 46, kind: Kind::Message(413) },
    Field { number: 47, kind: Kind::Message(414) },
    Field { number: 48, kind: Kind::Message(406) },
    Field { number: 49, kind: Kind::Message(92) },
    Field { number: 50, kind: Kind::Message(94) },
    Field { number: 51, kind: Kind::Message(93) },
    Field { number: 1001, kind: Kind::Message(276) },
    // proto.Schedule
    Field { number: 1, kind: Kind::Message(367) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Message(215) },
    Field { number: 7, kind: Kind::Message(215) },
    Field { number: 8, kind: Kind::Message(323) },
    Field { number: 9, kind: Kind::Message(403) },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Message(403) },
    Field { number: 13, kind: Kind::Message(361) },
    Field { number: 14, kind: Kind::Message(449) },
    Field { number: 15, kind: Kind::Message(323) },
    // proto.ScheduleCreateTransactionBody
    Field { number: 1, kind: Kind::Message(361) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(323) },
    Field { number: 4, kind: Kind::Message(215) },
    Field { number: 5, kind: Kind::Message(403) },
    Field { number: 13, kind: Kind::Varint },
    // proto.ScheduleDeleteTransactionBody
    Field { number: 1, kind: Kind::Message(367) },
    // proto.ScheduleGetInfoQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(367) },
    // proto.ScheduleGetInfoResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(369) },
    // proto.ScheduleID
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // proto.ScheduleIdList
    Field { number: 1, kind: Kind::Message(367) },
    // proto.ScheduleInfo
    Field { number: 1, kind: Kind::Message(367) },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Message(403) },
    Field { number: 4, kind: Kind::Message(403) },
    Field { number: 5, kind: Kind::Message(361) },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Message(324) },
    Field { number: 9, kind: Kind::Message(215) },
    Field { number: 10, kind: Kind::Message(215) },
    Field { number: 11, kind: Kind::Message(457) },
    Field { number: 12, kind: Kind::Bytes },
    Field { number: 13, kind: Kind::Varint },
    // proto.ScheduleList
    Field { number: 1, kind: Kind::Message(362) },
    // proto.ScheduleSignTransactionBody
    Field { number: 1, kind: Kind::Message(367) },
    // proto.ScheduledCounts
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // proto.ScheduledOrder
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // proto.SemanticVersion
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Bytes },
    // proto.ServiceEndpoint
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    // proto.ServicesConfigurationList
    Field { number: 1, kind: Kind::Message(377) },
    // proto.Setting
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // proto.ShardID
    Field { number: 1, kind: Kind::Varint },
    // proto.SidecarFile
    Field { number: 1, kind: Kind::Message(465) },
    // proto.SidecarMetadata
    Field { number: 1, kind: Kind::Message(318) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::RepeatedVarint },
    // proto.Signature
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(397) },
    Field { number: 6, kind: Kind::Message(383) },
    // proto.SignatureFile
    Field { number: 1, kind: Kind::Message(385) },
    Field { number: 2, kind: Kind::Message(385) },
    // proto.SignatureList
    Field { number: 2, kind: Kind::Message(381) },
    // proto.SignatureMap
    Field { number: 1, kind: Kind::Message(386) },
    // proto.SignatureObject
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Message(318) },
    // proto.SignaturePair
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Bytes },
    // proto.SignedTransaction
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Message(384) },
    Field { number: 3, kind: Kind::Varint },
    // proto.SingleAccountBalances
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(441) },
    // proto.SlotKey
    Field { number: 1, kind: Kind::Message(248) },
    Field { number: 2, kind: Kind::Bytes },
    // proto.SlotValue
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    // proto.StakingInfo
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(403) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(215) },
    Field { number: 6, kind: Kind::Varint },
    // proto.StakingNodeInfo
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Varint },
    Field { number: 9, kind: Kind::RepeatedVarint },
    Field { number: 10, kind: Kind::Varint },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Varint },
    // proto.StorageChange
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(190) },
    // proto.SystemDeleteTransactionBody
    Field { number: 1, kind: Kind::Message(300) },
    Field { number: 2, kind: Kind::Message(248) },
    Field { number: 3, kind: Kind::Message(404) },
    // proto.SystemUndeleteTransactionBody
    Field { number: 1, kind: Kind::Message(300) },
    Field { number: 2, kind: Kind::Message(248) },
    // proto.ThresholdKey
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(324) },
    // proto.ThresholdSignature
    Field { number: 2, kind: Kind::Message(383) },
    // proto.ThrottleBucket
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(400) },
    Field { number: 4, kind: Kind::Varint },
    // proto.ThrottleDefinitions
    Field { number: 1, kind: Kind::Message(398) },
    // proto.ThrottleGroup
    Field { number: 1, kind: Kind::RepeatedVarint },
    Field { number: 2, kind: Kind::Varint },
    // proto.ThrottleUsageSnapshot
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(403) },
    // proto.ThrottleUsageSnapshots
    Field { number: 1, kind: Kind::Message(401) },
    Field { number: 2, kind: Kind::Message(401) },
    Field { number: 3, kind: Kind::Message(401) },
    // proto.Timestamp
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // proto.TimestampSeconds
    Field { number: 1, kind: Kind::Varint },
    // proto.Token
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(215) },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Message(323) },
    Field { number: 9, kind: Kind::Message(323) },
    Field { number: 10, kind: Kind::Message(323) },
    Field { number: 11, kind: Kind::Message(323) },
    Field { number: 12, kind: Kind::Message(323) },
    Field { number: 13, kind: Kind::Message(323) },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Varint },
    Field { number: 16, kind: Kind::Varint },
    Field { number: 17, kind: Kind::Varint },
    Field { number: 18, kind: Kind::Message(215) },
    Field { number: 19, kind: Kind::Varint },
    Field { number: 20, kind: Kind::Varint },
    Field { number: 21, kind: Kind::Bytes },
    Field { number: 22, kind: Kind::Varint },
    Field { number: 23, kind: Kind::Varint },
    Field { number: 24, kind: Kind::Varint },
    Field { number: 25, kind: Kind::Varint },
    Field { number: 26, kind: Kind::Message(275) },
    Field { number: 27, kind: Kind::Bytes },
    Field { number: 28, kind: Kind::Message(323) },
    // proto.TokenAirdropTransactionBody
    Field { number: 1, kind: Kind::Message(439) },
    // proto.TokenAllowance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(215) },
    Field { number: 4, kind: Kind::Varint },
    // proto.TokenAssociateTransactionBody
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(429) },
    // proto.TokenAssociation
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.TokenBalance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // proto.TokenBalances
    Field { number: 1, kind: Kind::Message(410) },
    // proto.TokenBurnTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::RepeatedVarint },
    // proto.TokenCancelAirdropTransactionBody
    Field { number: 1, kind: Kind::Message(343) },
    // proto.TokenClaimAirdropTransactionBody
    Field { number: 1, kind: Kind::Message(343) },
    // proto.TokenCreateTransactionBody
    Field { number: 1, kind: Kind::Bytes },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(215) },
    Field { number: 6, kind: Kind::Message(323) },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Message(323) },
    Field { number: 9, kind: Kind::Message(323) },
    Field { number: 10, kind: Kind::Message(323) },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 13, kind: Kind::Message(403) },
    Field { number: 14, kind: Kind::Message(215) },
    Field { number: 15, kind: Kind::Message(277) },
    Field { number: 16, kind: Kind::Bytes },
    Field { number: 17, kind: Kind::Varint },
    Field { number: 18, kind: Kind::Varint },
    Field { number: 19, kind: Kind::Varint },
    Field { number: 20, kind: Kind::Message(323) },
    Field { number: 21, kind: Kind::Message(275) },
    Field { number: 22, kind: Kind::Message(323) },
    Field { number: 23, kind: Kind::Bytes },
    Field { number: 24, kind: Kind::Message(323) },
    // proto.TokenDeleteTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    // proto.TokenDissociateTransactionBody
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(429) },
    // proto.TokenFeeScheduleUpdateTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(275) },
    // proto.TokenFreezeAccountTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.TokenGetAccountNftInfosQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    // proto.TokenGetAccountNftInfosResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(432) },
    // proto.TokenGetInfoQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(429) },
    // proto.TokenGetInfoResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(430) },
    // proto.TokenGetNftInfoQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(333) },
    // proto.TokenGetNftInfoResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(432) },
    // proto.TokenGetNftInfosQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(429) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    // proto.TokenGetNftInfosResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(429) },
    Field { number: 3, kind: Kind::Message(432) },
    // proto.TokenGrantKycTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.TokenID
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // proto.TokenInfo
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Message(215) },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Message(323) },
    Field { number: 9, kind: Kind::Message(323) },
    Field { number: 10, kind: Kind::Message(323) },
    Field { number: 11, kind: Kind::Message(323) },
    Field { number: 12, kind: Kind::Varint },
    Field { number: 13, kind: Kind::Varint },
    Field { number: 14, kind: Kind::Varint },
    Field { number: 15, kind: Kind::Message(215) },
    Field { number: 16, kind: Kind::Message(277) },
    Field { number: 17, kind: Kind::Message(403) },
    Field { number: 18, kind: Kind::Bytes },
    Field { number: 19, kind: Kind::Varint },
    Field { number: 20, kind: Kind::Varint },
    Field { number: 21, kind: Kind::Varint },
    Field { number: 22, kind: Kind::Message(323) },
    Field { number: 23, kind: Kind::Message(275) },
    Field { number: 24, kind: Kind::Message(323) },
    Field { number: 25, kind: Kind::Varint },
    Field { number: 26, kind: Kind::Bytes },
    Field { number: 27, kind: Kind::Bytes },
    Field { number: 28, kind: Kind::Message(323) },
    // proto.TokenMintTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Bytes },
    // proto.TokenNftInfo
    Field { number: 1, kind: Kind::Message(333) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(403) },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Message(215) },
    // proto.TokenPauseTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    // proto.TokenReference
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(333) },
    // proto.TokenRejectTransactionBody
    Field { number: 1, kind: Kind::Message(215) },
    Field { number: 2, kind: Kind::Message(434) },
    // proto.TokenRelation
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Message(429) },
    Field { number: 8, kind: Kind::Message(429) },
    // proto.TokenRelationship
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Varint },
    // proto.TokenRevokeKycTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.TokenTransferList
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(211) },
    Field { number: 3, kind: Kind::Message(335) },
    Field { number: 4, kind: Kind::Message(196) },
    // proto.TokenUnfreezeAccountTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    // proto.TokenUnitBalance
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Varint },
    // proto.TokenUnpauseTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    // proto.TokenUpdateNftsTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::RepeatedVarint },
    Field { number: 3, kind: Kind::Message(190) },
    // proto.TokenUpdateTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Bytes },
    Field { number: 4, kind: Kind::Message(215) },
    Field { number: 5, kind: Kind::Message(323) },
    Field { number: 6, kind: Kind::Message(323) },
    Field { number: 7, kind: Kind::Message(323) },
    Field { number: 8, kind: Kind::Message(323) },
    Field { number: 9, kind: Kind::Message(323) },
    Field { number: 10, kind: Kind::Message(215) },
    Field { number: 11, kind: Kind::Message(277) },
    Field { number: 12, kind: Kind::Message(403) },
    Field { number: 13, kind: Kind::Message(195) },
    Field { number: 14, kind: Kind::Message(323) },
    Field { number: 15, kind: Kind::Message(323) },
    Field { number: 16, kind: Kind::Message(190) },
    Field { number: 17, kind: Kind::Message(323) },
    Field { number: 18, kind: Kind::Varint },
    // proto.TokenWipeAccountTransactionBody
    Field { number: 1, kind: Kind::Message(429) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::RepeatedVarint },
    // proto.Topic
    Field { number: 1, kind: Kind::Message(447) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    Field { number: 5, kind: Kind::Message(215) },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Bytes },
    Field { number: 8, kind: Kind::Bytes },
    Field { number: 9, kind: Kind::Message(323) },
    Field { number: 10, kind: Kind::Message(323) },
    Field { number: 11, kind: Kind::Message(323) },
    Field { number: 12, kind: Kind::Message(323) },
    Field { number: 13, kind: Kind::Message(302) },
    // proto.TopicID
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Varint },
    // proto.Transaction
    Field { number: 1, kind: Kind::Message(449) },
    Field { number: 2, kind: Kind::Message(383) },
    Field { number: 3, kind: Kind::Message(384) },
    Field { number: 4, kind: Kind::Bytes },
    Field { number: 5, kind: Kind::Bytes },
    // proto.TransactionBody
    Field { number: 1, kind: Kind::Message(457) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Message(277) },
    Field { number: 5, kind: Kind::Varint },
    Field { number: 6, kind: Kind::Bytes },
    Field { number: 7, kind: Kind::Message(237) },
    Field { number: 8, kind: Kind::Message(238) },
    Field { number: 9, kind: Kind::Message(253) },
    Field { number: 10, kind: Kind::Message(254) },
    Field { number: 11, kind: Kind::Message(257) },
    Field { number: 12, kind: Kind::Message(260) },
    Field { number: 13, kind: Kind::Message(259) },
    Field { number: 14, kind: Kind::Message(272) },
    Field { number: 15, kind: Kind::Message(273) },
    Field { number: 16, kind: Kind::Message(291) },
    Field { number: 17, kind: Kind::Message(292) },
    Field { number: 18, kind: Kind::Message(293) },
    Field { number: 19, kind: Kind::Message(301) },
    Field { number: 20, kind: Kind::Message(394) },
    Field { number: 21, kind: Kind::Message(395) },
    Field { number: 22, kind: Kind::Message(239) },
    Field { number: 23, kind: Kind::Message(307) },
    Field { number: 24, kind: Kind::Message(224) },
    Field { number: 25, kind: Kind::Message(231) },
    Field { number: 26, kind: Kind::Message(225) },
    Field { number: 27, kind: Kind::Message(229) },
    Field { number: 28, kind: Kind::Message(467) },
    Field { number: 29, kind: Kind::Message(415) },
    Field { number: 31, kind: Kind::Message(419) },
    Field { number: 32, kind: Kind::Message(440) },
    Field { number: 33, kind: Kind::Message(428) },
    Field { number: 34, kind: Kind::Message(438) },
    Field { number: 35, kind: Kind::Message(416) },
    Field { number: 36, kind: Kind::Message(444) },
    Field { number: 37, kind: Kind::Message(431) },
    Field { number: 38, kind: Kind::Message(412) },
    Field { number: 39, kind: Kind::Message(445) },
    Field { number: 40, kind: Kind::Message(408) },
    Field { number: 41, kind: Kind::Message(417) },
    Field { number: 42, kind: Kind::Message(363) },
    Field { number: 43, kind: Kind::Message(364) },
    Field { number: 44, kind: Kind::Message(371) },
    Field { number: 45, kind: Kind::Message(418) },
    Field { number: 46, kind: Kind::Message(433) },
    Field { number: 47, kind: Kind::Message(442) },
    Field { number: 48, kind: Kind::Message(256) },
    Field { number: 49, kind: Kind::Message(258) },
    Field { number: 50, kind: Kind::Message(281) },
    Field { number: 51, kind: Kind::Message(342) },
    Field { number: 52, kind: Kind::Message(468) },
    Field { number: 53, kind: Kind::Message(443) },
    Field { number: 54, kind: Kind::Message(89) },
    Field { number: 55, kind: Kind::Message(91) },
    Field { number: 56, kind: Kind::Message(90) },
    Field { number: 57, kind: Kind::Message(435) },
    Field { number: 58, kind: Kind::Message(406) },
    Field { number: 59, kind: Kind::Message(413) },
    Field { number: 60, kind: Kind::Message(414) },
    Field { number: 65, kind: Kind::Message(159) },
    Field { number: 66, kind: Kind::Message(179) },
    Field { number: 67, kind: Kind::Message(177) },
    Field { number: 68, kind: Kind::Message(178) },
    Field { number: 69, kind: Kind::Message(181) },
    Field { number: 70, kind: Kind::Message(180) },
    Field { number: 71, kind: Kind::Message(182) },
    Field { number: 72, kind: Kind::Message(176) },
    Field { number: 73, kind: Kind::Message(323) },
    Field { number: 74, kind: Kind::Message(220) },
    Field { number: 75, kind: Kind::Message(110) },
    Field { number: 76, kind: Kind::Message(108) },
    Field { number: 77, kind: Kind::Message(154) },
    Field { number: 78, kind: Kind::Message(92) },
    Field { number: 79, kind: Kind::Message(94) },
    Field { number: 80, kind: Kind::Message(93) },
    Field { number: 81, kind: Kind::Message(175) },
    Field { number: 1001, kind: Kind::Message(276) },
    Field { number: 1002, kind: Kind::Varint },
    // proto.TransactionFeeSchedule
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(287) },
    Field { number: 3, kind: Kind::Message(287) },
    // proto.TransactionGetFastRecordQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(457) },
    // proto.TransactionGetFastRecordResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(462) },
    // proto.TransactionGetReceiptQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(457) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    // proto.TransactionGetReceiptResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 2, kind: Kind::Message(459) },
    Field { number: 4, kind: Kind::Message(459) },
    Field { number: 5, kind: Kind::Message(459) },
    // proto.TransactionGetRecordQuery
    Field { number: 1, kind: Kind::Message(353) },
    Field { number: 2, kind: Kind::Message(457) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    // proto.TransactionGetRecordResponse
    Field { number: 1, kind: Kind::Message(358) },
    Field { number: 3, kind: Kind::Message(462) },
    Field { number: 4, kind: Kind::Message(462) },
    Field { number: 5, kind: Kind::Message(462) },
    // proto.TransactionID
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Varint },
    Field { number: 4, kind: Kind::Varint },
    // proto.TransactionList
    Field { number: 1, kind: Kind::Message(448) },
    // proto.TransactionReceipt
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(300) },
    Field { number: 4, kind: Kind::Message(248) },
    Field { number: 5, kind: Kind::Message(285) },
    Field { number: 6, kind: Kind::Message(447) },
    Field { number: 7, kind: Kind::Varint },
    Field { number: 8, kind: Kind::Bytes },
    Field { number: 9, kind: Kind::Varint },
    Field { number: 10, kind: Kind::Message(429) },
    Field { number: 11, kind: Kind::Varint },
    Field { number: 12, kind: Kind::Message(367) },
    Field { number: 13, kind: Kind::Message(457) },
    Field { number: 14, kind: Kind::RepeatedVarint },
    Field { number: 15, kind: Kind::Varint },
    Field { number: 16, kind: Kind::Varint },
    // proto.TransactionReceiptEntries
    Field { number: 1, kind: Kind::Message(461) },
    // proto.TransactionReceiptEntry
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(457) },
    Field { number: 3, kind: Kind::Varint },
    // proto.TransactionRecord
    Field { number: 1, kind: Kind::Message(459) },
    Field { number: 2, kind: Kind::Bytes },
    Field { number: 3, kind: Kind::Message(403) },
    Field { number: 4, kind: Kind::Message(457) },
    Field { number: 5, kind: Kind::Bytes },
    Field { number: 6, kind: Kind::Varint },
    Field { number: 7, kind: Kind::Message(240) },
    Field { number: 8, kind: Kind::Message(240) },
    Field { number: 10, kind: Kind::Message(466) },
    Field { number: 11, kind: Kind::Message(439) },
    Field { number: 12, kind: Kind::Message(367) },
    Field { number: 13, kind: Kind::Message(219) },
    Field { number: 14, kind: Kind::Message(409) },
    Field { number: 15, kind: Kind::Message(403) },
    Field { number: 16, kind: Kind::Bytes },
    Field { number: 17, kind: Kind::Bytes },
    Field { number: 18, kind: Kind::Message(211) },
    Field { number: 19, kind: Kind::Bytes },
    Field { number: 20, kind: Kind::Varint },
    Field { number: 21, kind: Kind::Bytes },
    Field { number: 22, kind: Kind::Message(344) },
    Field { number: 23, kind: Kind::Varint },
    // proto.TransactionRecordEntry
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Message(215) },
    Field { number: 3, kind: Kind::Message(462) },
    // proto.TransactionResponse
    Field { number: 1, kind: Kind::Varint },
    Field { number: 2, kind: Kind::Varint },
    // proto.TransactionSidecarRecord
    Field { number: 1, kind: Kind::Message(403) },
    Field { number: 2, kind: Kind::Varint },
    Field { number: 3, kind: Kind::Message(252) },
    Field { number: 4, kind: Kind::Message(233) },
    Field { number: 5, kind: Kind::Message(234) },
    // proto.TransferList
    Field { number: 1, kind: Kind::Message(211) },
    // proto.UncheckedSubmitBody
    Field { number: 1, kind: Kind::Bytes },
    // proto.UtilPrngTransactionBody
    Field { number: 1, kind: Kind::Varint },
];

/// Where the fields of each message are in `FIELDS`: from, up to but not including.
pub(crate) static MESSAGES: [(u16, u16); MESSAGE_COUNT] = [
    (0, 1),
    (1, 14),
    (14, 18),
    (18, 20),
    (20, 23),
    (23, 25),
    (25, 31),
    (31, 33),
    (33, 37),
    (37, 39),
    (39, 42),
    (42, 44),
    (44, 46),
    (46, 48),
    (48, 49),
    (49, 51),
    (51, 53),
    (53, 54),
    (54, 54),
    (54, 54),
    (54, 54),
    (54, 57),
    (57, 62),
    (62, 62),
    (62, 63),
    (63, 64),
    (64, 65),
    (65, 65),
    (65, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 67),
    (67, 69),
    (69, 69),
    (69, 69),
    (69, 69),
    (69, 93),
    (93, 125),
    (125, 126),
    (126, 129),
    (129, 129),
    (129, 130),
    (130, 130),
    (130, 130),
    (130, 133),
    (133, 133),
    (133, 133),
    (133, 134),
    (134, 154),
    (154, 162),
    (162, 164),
    (164, 164),
    (164, 164),
    (164, 164),
    (164, 164),
    (164, 164),
    (164, 164),
    (164, 171),
    (171, 183),
    (183, 183),
    (183, 183),
    (183, 183),
    (183, 183),
    (183, 183),
    (183, 183),
    (183, 183),
    (183, 183),
    (183, 183),
    (183, 183),
    (183, 185),
    (185, 185),
    (185, 188),
    (188, 193),
    (193, 196),
    (196, 199),
    (199, 201),
    (201, 204),
    (204, 206),
    (206, 208),
    (208, 209),
    (209, 210),
    (210, 220),
    (220, 221),
    (221, 232),
    (232, 235),
    (235, 236),
    (236, 240),
    (240, 248),
    (248, 249),
    (249, 250),
    (250, 250),
    (250, 250),
    (250, 252),
    (252, 254),
    (254, 257),
    (257, 258),
    (258, 260),
    (260, 262),
    (262, 265),
    (265, 269),
    (269, 272),
    (272, 274),
    (274, 276),
    (276, 289),
    (289, 293),
    (293, 296),
    (296, 314),
    (314, 330),
    (330, 334),
    (334, 340),
    (340, 344),
    (344, 346),
    (346, 348),
    (348, 351),
    (351, 353),
    (353, 355),
    (355, 357),
    (357, 360),
    (360, 362),
    (362, 364),
    (364, 366),
    (366, 370),
    (370, 379),
    (379, 381),
    (381, 383),
    (383, 385),
    (385, 388),
    (388, 390),
    (390, 393),
    (393, 394),
    (394, 396),
    (396, 398),
    (398, 407),
    (407, 411),
    (411, 413),
    (413, 414),
    (414, 418),
    (418, 420),
    (420, 423),
    (423, 425),
    (425, 427),
    (427, 429),
    (429, 431),
    (431, 433),
    (433, 435),
    (435, 438),
    (438, 441),
    (441, 443),
    (443, 447),
    (447, 450),
    (450, 454),
    (454, 457),
    (457, 460),
    (460, 461),
    (461, 462),
    (462, 465),
    (465, 470),
    (470, 472),
    (472, 474),
    (474, 475),
    (475, 478),
    (478, 485),
    (485, 487),
    (487, 488),
    (488, 490),
    (490, 536),
    (536, 605),
    (605, 608),
    (608, 610),
    (610, 613),
    (613, 616),
    (616, 618),
    (618, 622),
    (622, 624),
    (624, 626),
    (626, 627),
    (627, 631),
    (631, 636),
    (636, 638),
    (638, 642),
    (642, 648),
    (648, 649),
    (649, 650),
    (650, 651),
    (651, 652),
    (652, 653),
    (653, 654),
    (654, 655),
    (655, 656),
    (656, 657),
    (657, 659),
    (659, 661),
    (661, 666),
    (666, 667),
    (667, 669),
    (669, 670),
    (670, 672),
    (672, 673),
    (673, 679),
    (679, 681),
    (681, 682),
    (682, 684),
    (684, 723),
    (723, 728),
    (728, 730),
    (730, 732),
    (732, 735),
    (735, 739),
    (739, 742),
    (742, 744),
    (744, 746),
    (746, 750),
    (750, 751),
    (751, 766),
    (766, 767),
    (767, 769),
    (769, 777),
    (777, 778),
    (778, 780),
    (780, 783),
    (783, 786),
    (786, 789),
    (789, 801),
    (801, 811),
    (811, 826),
    (826, 827),
    (827, 830),
    (830, 836),
    (836, 838),
    (838, 842),
    (842, 860),
    (860, 864),
    (864, 878),
    (878, 880),
    (880, 882),
    (882, 884),
    (884, 886),
    (886, 901),
    (901, 903),
    (903, 906),
    (906, 910),
    (910, 914),
    (914, 916),
    (916, 918),
    (918, 919),
    (919, 934),
    (934, 935),
    (935, 938),
    (938, 941),
    (941, 959),
    (959, 960),
    (960, 962),
    (962, 964),
    (964, 967),
    (967, 971),
    (971, 973),
    (973, 976),
    (976, 978),
    (978, 980),
    (980, 1002),
    (1002, 1005),
    (1005, 1007),
    (1007, 1009),
    (1009, 1011),
    (1011, 1013),
    (1013, 1033),
    (1033, 1035),
    (1035, 1040),
    (1040, 1042),
    (1042, 1043),
    (1043, 1047),
    (1047, 1049),
    (1049, 1050),
    (1050, 1053),
    (1053, 1055),
    (1055, 1064),
    (1064, 1067),
    (1067, 1069),
    (1069, 1080),
    (1080, 1084),
    (1084, 1085),
    (1085, 1087),
    (1087, 1094),
    (1094, 1096),
    (1096, 1103),
    (1103, 1104),
    (1104, 1106),
    (1106, 1108),
    (1108, 1110),
    (1110, 1112),
    (1112, 1114),
    (1114, 1121),
    (1121, 1124),
    (1124, 1129),
    (1129, 1131),
    (1131, 1132),
    (1132, 1134),
    (1134, 1136),
    (1136, 1140),
    (1140, 1148),
    (1148, 1150),
    (1150, 1152),
    (1152, 1171),
    (1171, 1173),
    (1173, 1175),
    (1175, 1177),
    (1177, 1181),
    (1181, 1183),
    (1183, 1185),
    (1185, 1188),
    (1188, 1191),
    (1191, 1193),
    (1193, 1195),
    (1195, 1197),
    (1197, 1200),
    (1200, 1208),
    (1208, 1209),
    (1209, 1213),
    (1213, 1215),
    (1215, 1217),
    (1217, 1218),
    (1218, 1221),
    (1221, 1226),
    (1226, 1233),
    (1233, 1239),
    (1239, 1241),
    (1241, 1244),
    (1244, 1252),
    (1252, 1254),
    (1254, 1264),
    (1264, 1265),
    (1265, 1267),
    (1267, 1270),
    (1270, 1277),
    (1277, 1291),
    (1291, 1295),
    (1295, 1297),
    (1297, 1298),
    (1298, 1299),
    (1299, 1300),
    (1300, 1301),
    (1301, 1302),
    (1302, 1303),
    (1303, 1305),
    (1305, 1330),
    (1330, 1332),
    (1332, 1334),
    (1334, 1340),
    (1340, 1342),
    (1342, 1367),
    (1367, 1371),
    (1371, 1373),
    (1373, 1377),
    (1377, 1429),
    (1429, 1444),
    (1444, 1450),
    (1450, 1451),
    (1451, 1453),
    (1453, 1455),
    (1455, 1458),
    (1458, 1459),
    (1459, 1472),
    (1472, 1473),
    (1473, 1474),
    (1474, 1476),
    (1476, 1478),
    (1478, 1483),
    (1483, 1486),
    (1486, 1487),
    (1487, 1490),
    (1490, 1491),
    (1491, 1492),
    (1492, 1495),
    (1495, 1501),
    (1501, 1503),
    (1503, 1504),
    (1504, 1505),
    (1505, 1510),
    (1510, 1516),
    (1516, 1519),
    (1519, 1522),
    (1522, 1524),
    (1524, 1527),
    (1527, 1533),
    (1533, 1545),
    (1545, 1548),
    (1548, 1551),
    (1551, 1553),
    (1553, 1555),
    (1555, 1556),
    (1556, 1560),
    (1560, 1561),
    (1561, 1563),
    (1563, 1565),
    (1565, 1568),
    (1568, 1570),
    (1570, 1571),
    (1571, 1599),
    (1599, 1600),
    (1600, 1604),
    (1604, 1606),
    (1606, 1608),
    (1608, 1611),
    (1611, 1612),
    (1612, 1615),
    (1615, 1616),
    (1616, 1617),
    (1617, 1640),
    (1640, 1641),
    (1641, 1643),
    (1643, 1645),
    (1645, 1647),
    (1647, 1651),
    (1651, 1653),
    (1653, 1655),
    (1655, 1657),
    (1657, 1659),
    (1659, 1661),
    (1661, 1665),
    (1665, 1668),
    (1668, 1670),
    (1670, 1673),
    (1673, 1701),
    (1701, 1704),
    (1704, 1710),
    (1710, 1711),
    (1711, 1713),
    (1713, 1715),
    (1715, 1723),
    (1723, 1730),
    (1730, 1732),
    (1732, 1736),
    (1736, 1738),
    (1738, 1740),
    (1740, 1741),
    (1741, 1744),
    (1744, 1762),
    (1762, 1766),
    (1766, 1779),
    (1779, 1782),
    (1782, 1787),
    (1787, 1865),
    (1865, 1868),
    (1868, 1870),
    (1870, 1872),
    (1872, 1876),
    (1876, 1880),
    (1880, 1884),
    (1884, 1888),
    (1888, 1892),
    (1892, 1893),
    (1893, 1909),
    (1909, 1910),
    (1910, 1913),
    (1913, 1935),
    (1935, 1938),
    (1938, 1940),
    (1940, 1945),
    (1945, 1946),
    (1946, 1947),
    (1947, 1948),
];

impl StrictMessage for super::com::hedera::hapi::block::stream::Block { const TABLE_INDEX: u16 = 0; }
impl StrictMessage for super::com::hedera::hapi::block::stream::BlockItem { const TABLE_INDEX: u16 = 1; }
impl StrictMessage for super::com::hedera::hapi::block::stream::BlockProof { const TABLE_INDEX: u16 = 2; }
impl StrictMessage for super::com::hedera::hapi::block::stream::FilteredItemHash { const TABLE_INDEX: u16 = 3; }
impl StrictMessage for super::com::hedera::hapi::block::stream::FilteredMerkleSubTree { const TABLE_INDEX: u16 = 4; }
impl StrictMessage for super::com::hedera::hapi::block::stream::FilteredSingleItem { const TABLE_INDEX: u16 = 5; }
impl StrictMessage for super::com::hedera::hapi::block::stream::MerklePath { const TABLE_INDEX: u16 = 6; }
impl StrictMessage for super::com::hedera::hapi::block::stream::MerkleSiblingHash { const TABLE_INDEX: u16 = 7; }
impl StrictMessage for super::com::hedera::hapi::block::stream::RecordFileItem { const TABLE_INDEX: u16 = 8; }
impl StrictMessage for super::com::hedera::hapi::block::stream::RecordFileSignature { const TABLE_INDEX: u16 = 9; }
impl StrictMessage for super::com::hedera::hapi::block::stream::RedactedItem { const TABLE_INDEX: u16 = 10; }
impl StrictMessage for super::com::hedera::hapi::block::stream::SiblingNode { const TABLE_INDEX: u16 = 11; }
impl StrictMessage for super::com::hedera::hapi::block::stream::SignedRecordFileProof { const TABLE_INDEX: u16 = 12; }
impl StrictMessage for super::com::hedera::hapi::block::stream::StateProof { const TABLE_INDEX: u16 = 13; }
impl StrictMessage for super::com::hedera::hapi::block::stream::TssSignedBlockProof { const TABLE_INDEX: u16 = 14; }
impl StrictMessage for super::com::hedera::hapi::block::stream::input::EventHeader { const TABLE_INDEX: u16 = 15; }
impl StrictMessage for super::com::hedera::hapi::block::stream::input::ParentEventReference { const TABLE_INDEX: u16 = 16; }
impl StrictMessage for super::com::hedera::hapi::block::stream::input::RoundHeader { const TABLE_INDEX: u16 = 17; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::AppendFileOutput { const TABLE_INDEX: u16 = 18; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::ApproveAllowanceOutput { const TABLE_INDEX: u16 = 19; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::AssociateTokenOutput { const TABLE_INDEX: u16 = 20; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::BlockFooter { const TABLE_INDEX: u16 = 21; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::BlockHeader { const TABLE_INDEX: u16 = 22; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::BurnTokenOutput { const TABLE_INDEX: u16 = 23; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::CallContractOutput { const TABLE_INDEX: u16 = 24; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::CreateAccountOutput { const TABLE_INDEX: u16 = 25; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::CreateContractOutput { const TABLE_INDEX: u16 = 26; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::CreateFileOutput { const TABLE_INDEX: u16 = 27; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::CreateScheduleOutput { const TABLE_INDEX: u16 = 28; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::CreateTokenOutput { const TABLE_INDEX: u16 = 29; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::CreateTopicOutput { const TABLE_INDEX: u16 = 30; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::CryptoTransferOutput { const TABLE_INDEX: u16 = 31; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::DeleteAccountOutput { const TABLE_INDEX: u16 = 32; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::DeleteAllowanceOutput { const TABLE_INDEX: u16 = 33; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::DeleteContractOutput { const TABLE_INDEX: u16 = 34; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::DeleteFileOutput { const TABLE_INDEX: u16 = 35; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::DeleteScheduleOutput { const TABLE_INDEX: u16 = 36; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::DeleteTokenOutput { const TABLE_INDEX: u16 = 37; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::DeleteTopicOutput { const TABLE_INDEX: u16 = 38; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::DissociateTokenOutput { const TABLE_INDEX: u16 = 39; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::EthereumOutput { const TABLE_INDEX: u16 = 40; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::FreezeOutput { const TABLE_INDEX: u16 = 41; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::FreezeTokenAccountOutput { const TABLE_INDEX: u16 = 42; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::GrantTokenKycOutput { const TABLE_INDEX: u16 = 43; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::MapChangeKey { const TABLE_INDEX: u16 = 44; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::MapChangeValue { const TABLE_INDEX: u16 = 45; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::MapDeleteChange { const TABLE_INDEX: u16 = 46; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::MapUpdateChange { const TABLE_INDEX: u16 = 47; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::MintTokenOutput { const TABLE_INDEX: u16 = 48; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::NewStateChange { const TABLE_INDEX: u16 = 49; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::PauseTokenOutput { const TABLE_INDEX: u16 = 50; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::QueuePopChange { const TABLE_INDEX: u16 = 51; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::QueuePushChange { const TABLE_INDEX: u16 = 52; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::RemovedStateChange { const TABLE_INDEX: u16 = 53; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::RevokeTokenKycOutput { const TABLE_INDEX: u16 = 54; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::SignScheduleOutput { const TABLE_INDEX: u16 = 55; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::SingletonUpdateChange { const TABLE_INDEX: u16 = 56; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::StateChange { const TABLE_INDEX: u16 = 57; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::StateChanges { const TABLE_INDEX: u16 = 58; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::SubmitMessageOutput { const TABLE_INDEX: u16 = 59; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::SystemDeleteContractOutput { const TABLE_INDEX: u16 = 60; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::SystemDeleteOutput { const TABLE_INDEX: u16 = 61; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::SystemUnDeleteContractOutput { const TABLE_INDEX: u16 = 62; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::SystemUndeleteOutput { const TABLE_INDEX: u16 = 63; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::TokenAirdropOutput { const TABLE_INDEX: u16 = 64; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::TransactionOutput { const TABLE_INDEX: u16 = 65; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::TransactionResult { const TABLE_INDEX: u16 = 66; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UnfreezeTokenAccountOutput { const TABLE_INDEX: u16 = 67; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UnpauseTokenOutput { const TABLE_INDEX: u16 = 68; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UpdateAccountOutput { const TABLE_INDEX: u16 = 69; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UpdateContractOutput { const TABLE_INDEX: u16 = 70; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UpdateFileOutput { const TABLE_INDEX: u16 = 71; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UpdateNodeStakeOutput { const TABLE_INDEX: u16 = 72; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UpdateTokenFeeScheduleOutput { const TABLE_INDEX: u16 = 73; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UpdateTokenNftsOutput { const TABLE_INDEX: u16 = 74; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UpdateTokenOutput { const TABLE_INDEX: u16 = 75; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UpdateTopicOutput { const TABLE_INDEX: u16 = 76; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::UtilPrngOutput { const TABLE_INDEX: u16 = 77; }
impl StrictMessage for super::com::hedera::hapi::block::stream::output::WipeTokenAccountOutput { const TABLE_INDEX: u16 = 78; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::ContractSlotUsage { const TABLE_INDEX: u16 = 79; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::EvmTraceData { const TABLE_INDEX: u16 = 80; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::EvmTransactionLog { const TABLE_INDEX: u16 = 81; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::ExecutedInitcode { const TABLE_INDEX: u16 = 82; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::InitcodeBookends { const TABLE_INDEX: u16 = 83; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::SlotRead { const TABLE_INDEX: u16 = 84; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::SubmitMessageTraceData { const TABLE_INDEX: u16 = 85; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::TraceData { const TABLE_INDEX: u16 = 86; }
impl StrictMessage for super::com::hedera::hapi::block::stream::trace::WrittenSlotKeys { const TABLE_INDEX: u16 = 87; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::AssociatedRegisteredNodeList { const TABLE_INDEX: u16 = 88; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::NodeCreateTransactionBody { const TABLE_INDEX: u16 = 89; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::NodeDeleteTransactionBody { const TABLE_INDEX: u16 = 90; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::NodeUpdateTransactionBody { const TABLE_INDEX: u16 = 91; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::RegisteredNodeCreateTransactionBody { const TABLE_INDEX: u16 = 92; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::RegisteredNodeDeleteTransactionBody { const TABLE_INDEX: u16 = 93; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::RegisteredNodeUpdateTransactionBody { const TABLE_INDEX: u16 = 94; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::RegisteredServiceEndpoint { const TABLE_INDEX: u16 = 95; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::registered_service_endpoint::BlockNodeEndpoint { const TABLE_INDEX: u16 = 96; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::registered_service_endpoint::GeneralServiceEndpoint { const TABLE_INDEX: u16 = 97; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::registered_service_endpoint::MirrorNodeEndpoint { const TABLE_INDEX: u16 = 98; }
impl StrictMessage for super::com::hedera::hapi::node::addressbook::registered_service_endpoint::RpcRelayEndpoint { const TABLE_INDEX: u16 = 99; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::EvmHook { const TABLE_INDEX: u16 = 100; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::EvmHookMappingEntries { const TABLE_INDEX: u16 = 101; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::EvmHookMappingEntry { const TABLE_INDEX: u16 = 102; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::EvmHookSpec { const TABLE_INDEX: u16 = 103; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::EvmHookStorageSlot { const TABLE_INDEX: u16 = 104; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::EvmHookStorageUpdate { const TABLE_INDEX: u16 = 105; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::HookCreation { const TABLE_INDEX: u16 = 106; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::HookCreationDetails { const TABLE_INDEX: u16 = 107; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::HookDispatchTransactionBody { const TABLE_INDEX: u16 = 108; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::HookExecution { const TABLE_INDEX: u16 = 109; }
impl StrictMessage for super::com::hedera::hapi::node::hooks::HookStoreTransactionBody { const TABLE_INDEX: u16 = 110; }
impl StrictMessage for super::com::hedera::hapi::node::state::addressbook::Node { const TABLE_INDEX: u16 = 111; }
impl StrictMessage for super::com::hedera::hapi::node::state::addressbook::RegisteredNode { const TABLE_INDEX: u16 = 112; }
impl StrictMessage for super::com::hedera::hapi::node::state::blockrecords::MigrationWrappedHashes { const TABLE_INDEX: u16 = 113; }
impl StrictMessage for super::com::hedera::hapi::node::state::blockstream::BlockStreamInfo { const TABLE_INDEX: u16 = 114; }
impl StrictMessage for super::com::hedera::hapi::node::state::entity::EntityCounts { const TABLE_INDEX: u16 = 115; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::CrsState { const TABLE_INDEX: u16 = 116; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::HintsConstruction { const TABLE_INDEX: u16 = 117; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::HintsKeySet { const TABLE_INDEX: u16 = 118; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::HintsPartyId { const TABLE_INDEX: u16 = 119; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::HintsScheme { const TABLE_INDEX: u16 = 120; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::NodePartyId { const TABLE_INDEX: u16 = 121; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::PreprocessedKeys { const TABLE_INDEX: u16 = 122; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::PreprocessingVote { const TABLE_INDEX: u16 = 123; }
impl StrictMessage for super::com::hedera::hapi::node::state::hints::PreprocessingVoteId { const TABLE_INDEX: u16 = 124; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::AggregatedNodeSignatures { const TABLE_INDEX: u16 = 125; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::ChainOfTrustProof { const TABLE_INDEX: u16 = 126; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::ConstructionNodeId { const TABLE_INDEX: u16 = 127; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::History { const TABLE_INDEX: u16 = 128; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::HistoryProof { const TABLE_INDEX: u16 = 129; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::HistoryProofConstruction { const TABLE_INDEX: u16 = 130; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::HistoryProofVote { const TABLE_INDEX: u16 = 131; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::HistorySignature { const TABLE_INDEX: u16 = 132; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::ProofKey { const TABLE_INDEX: u16 = 133; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::ProofKeySet { const TABLE_INDEX: u16 = 134; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::RecordedHistorySignature { const TABLE_INDEX: u16 = 135; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::WrapsMessageDetails { const TABLE_INDEX: u16 = 136; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::WrapsMessageHistory { const TABLE_INDEX: u16 = 137; }
impl StrictMessage for super::com::hedera::hapi::node::state::history::WrapsSigningState { const TABLE_INDEX: u16 = 138; }
impl StrictMessage for super::com::hedera::hapi::node::state::hooks::EvmHookSlotKey { const TABLE_INDEX: u16 = 139; }
impl StrictMessage for super::com::hedera::hapi::node::state::hooks::EvmHookState { const TABLE_INDEX: u16 = 140; }
impl StrictMessage for super::com::hedera::hapi::node::state::roster::LedgerId { const TABLE_INDEX: u16 = 141; }
impl StrictMessage for super::com::hedera::hapi::node::state::roster::NodeSignature { const TABLE_INDEX: u16 = 142; }
impl StrictMessage for super::com::hedera::hapi::node::state::roster::Roster { const TABLE_INDEX: u16 = 143; }
impl StrictMessage for super::com::hedera::hapi::node::state::roster::RosterEntry { const TABLE_INDEX: u16 = 144; }
impl StrictMessage for super::com::hedera::hapi::node::state::roster::RosterSignatures { const TABLE_INDEX: u16 = 145; }
impl StrictMessage for super::com::hedera::hapi::node::state::roster::RosterState { const TABLE_INDEX: u16 = 146; }
impl StrictMessage for super::com::hedera::hapi::node::state::roster::RoundRosterPair { const TABLE_INDEX: u16 = 147; }
impl StrictMessage for super::com::hedera::hapi::node::state::token::NodePayment { const TABLE_INDEX: u16 = 148; }
impl StrictMessage for super::com::hedera::hapi::node::state::token::NodePayments { const TABLE_INDEX: u16 = 149; }
impl StrictMessage for super::com::hedera::hapi::node::state::tss::TssEncryptionKeys { const TABLE_INDEX: u16 = 150; }
impl StrictMessage for super::com::hedera::hapi::node::state::tss::TssMessageMapKey { const TABLE_INDEX: u16 = 151; }
impl StrictMessage for super::com::hedera::hapi::node::state::tss::TssVoteMapKey { const TABLE_INDEX: u16 = 152; }
impl StrictMessage for super::com::hedera::hapi::node::tss::LedgerIdNodeContribution { const TABLE_INDEX: u16 = 153; }
impl StrictMessage for super::com::hedera::hapi::node::tss::LedgerIdPublicationTransactionBody { const TABLE_INDEX: u16 = 154; }
impl StrictMessage for super::com::hedera::hapi::platform::event::EventConsensusData { const TABLE_INDEX: u16 = 155; }
impl StrictMessage for super::com::hedera::hapi::platform::event::EventCore { const TABLE_INDEX: u16 = 156; }
impl StrictMessage for super::com::hedera::hapi::platform::event::EventDescriptor { const TABLE_INDEX: u16 = 157; }
impl StrictMessage for super::com::hedera::hapi::platform::event::GossipEvent { const TABLE_INDEX: u16 = 158; }
impl StrictMessage for super::com::hedera::hapi::platform::event::StateSignatureTransaction { const TABLE_INDEX: u16 = 159; }
impl StrictMessage for super::com::hedera::hapi::platform::message::GossipEventWindow { const TABLE_INDEX: u16 = 160; }
impl StrictMessage for super::com::hedera::hapi::platform::message::GossipKnownTips { const TABLE_INDEX: u16 = 161; }
impl StrictMessage for super::com::hedera::hapi::platform::message::GossipPing { const TABLE_INDEX: u16 = 162; }
impl StrictMessage for super::com::hedera::hapi::platform::message::GossipSyncData { const TABLE_INDEX: u16 = 163; }
impl StrictMessage for super::com::hedera::hapi::platform::state::ConsensusSnapshot { const TABLE_INDEX: u16 = 164; }
impl StrictMessage for super::com::hedera::hapi::platform::state::JudgeId { const TABLE_INDEX: u16 = 165; }
impl StrictMessage for super::com::hedera::hapi::platform::state::MinimumJudgeInfo { const TABLE_INDEX: u16 = 166; }
impl StrictMessage for super::com::hedera::hapi::platform::state::NodeId { const TABLE_INDEX: u16 = 167; }
impl StrictMessage for super::com::hedera::hapi::platform::state::NodeIdSignaturePair { const TABLE_INDEX: u16 = 168; }
impl StrictMessage for super::com::hedera::hapi::platform::state::PlatformState { const TABLE_INDEX: u16 = 169; }
impl StrictMessage for super::com::hedera::hapi::platform::state::QueueState { const TABLE_INDEX: u16 = 170; }
impl StrictMessage for super::com::hedera::hapi::platform::state::SigSet { const TABLE_INDEX: u16 = 171; }
impl StrictMessage for super::com::hedera::hapi::platform::state::StateItem { const TABLE_INDEX: u16 = 172; }
impl StrictMessage for super::com::hedera::hapi::platform::state::StateKey { const TABLE_INDEX: u16 = 173; }
impl StrictMessage for super::com::hedera::hapi::platform::state::StateValue { const TABLE_INDEX: u16 = 174; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::blockrecords::MigrationRootHashVoteTransactionBody { const TABLE_INDEX: u16 = 175; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::hints::CrsPublicationTransactionBody { const TABLE_INDEX: u16 = 176; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::hints::HintsKeyPublicationTransactionBody { const TABLE_INDEX: u16 = 177; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::hints::HintsPartialSignatureTransactionBody { const TABLE_INDEX: u16 = 178; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::hints::HintsPreprocessingVoteTransactionBody { const TABLE_INDEX: u16 = 179; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::history::HistoryProofKeyPublicationTransactionBody { const TABLE_INDEX: u16 = 180; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::history::HistoryProofSignatureTransactionBody { const TABLE_INDEX: u16 = 181; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::history::HistoryProofVoteTransactionBody { const TABLE_INDEX: u16 = 182; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::tss::TssEncryptionKeyTransactionBody { const TABLE_INDEX: u16 = 183; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::tss::TssMessageTransactionBody { const TABLE_INDEX: u16 = 184; }
impl StrictMessage for super::com::hedera::hapi::services::auxiliary::tss::TssVoteTransactionBody { const TABLE_INDEX: u16 = 185; }
impl StrictMessage for super::com::hedera::mirror::api::proto::AddressBookQuery { const TABLE_INDEX: u16 = 186; }
impl StrictMessage for super::com::hedera::mirror::api::proto::ConsensusTopicQuery { const TABLE_INDEX: u16 = 187; }
impl StrictMessage for super::com::hedera::mirror::api::proto::ConsensusTopicResponse { const TABLE_INDEX: u16 = 188; }
impl StrictMessage for super::org::hiero::hapi::support::fees::ExtraFeeDefinition { const TABLE_INDEX: u16 = 198; }
impl StrictMessage for super::org::hiero::hapi::support::fees::ExtraFeeReference { const TABLE_INDEX: u16 = 199; }
impl StrictMessage for super::org::hiero::hapi::support::fees::FeeSchedule { const TABLE_INDEX: u16 = 200; }
impl StrictMessage for super::org::hiero::hapi::support::fees::NetworkFee { const TABLE_INDEX: u16 = 201; }
impl StrictMessage for super::org::hiero::hapi::support::fees::NodeFee { const TABLE_INDEX: u16 = 202; }
impl StrictMessage for super::org::hiero::hapi::support::fees::PiecewiseLinearCurve { const TABLE_INDEX: u16 = 203; }
impl StrictMessage for super::org::hiero::hapi::support::fees::PiecewiseLinearPoint { const TABLE_INDEX: u16 = 204; }
impl StrictMessage for super::org::hiero::hapi::support::fees::PricingCurve { const TABLE_INDEX: u16 = 205; }
impl StrictMessage for super::org::hiero::hapi::support::fees::ServiceFeeDefinition { const TABLE_INDEX: u16 = 206; }
impl StrictMessage for super::org::hiero::hapi::support::fees::ServiceFeeSchedule { const TABLE_INDEX: u16 = 207; }
impl StrictMessage for super::org::hiero::hapi::support::fees::UnreadableTransactionFee { const TABLE_INDEX: u16 = 208; }
impl StrictMessage for super::org::hiero::hapi::support::fees::VariableRateDefinition { const TABLE_INDEX: u16 = 209; }
impl StrictMessage for super::proto::Account { const TABLE_INDEX: u16 = 210; }
impl StrictMessage for super::proto::AccountAmount { const TABLE_INDEX: u16 = 211; }
impl StrictMessage for super::proto::AccountApprovalForAllAllowance { const TABLE_INDEX: u16 = 212; }
impl StrictMessage for super::proto::AccountCryptoAllowance { const TABLE_INDEX: u16 = 213; }
impl StrictMessage for super::proto::AccountFungibleTokenAllowance { const TABLE_INDEX: u16 = 214; }
impl StrictMessage for super::proto::AccountId { const TABLE_INDEX: u16 = 215; }
impl StrictMessage for super::proto::AccountPendingAirdrop { const TABLE_INDEX: u16 = 216; }
impl StrictMessage for super::proto::AllAccountBalances { const TABLE_INDEX: u16 = 217; }
impl StrictMessage for super::proto::AllProxyStakers { const TABLE_INDEX: u16 = 218; }
impl StrictMessage for super::proto::AssessedCustomFee { const TABLE_INDEX: u16 = 219; }
impl StrictMessage for super::proto::AtomicBatchTransactionBody { const TABLE_INDEX: u16 = 220; }
impl StrictMessage for super::proto::BlockInfo { const TABLE_INDEX: u16 = 221; }
impl StrictMessage for super::proto::Bytecode { const TABLE_INDEX: u16 = 222; }
impl StrictMessage for super::proto::CongestionLevelStarts { const TABLE_INDEX: u16 = 223; }
impl StrictMessage for super::proto::ConsensusCreateTopicTransactionBody { const TABLE_INDEX: u16 = 224; }
impl StrictMessage for super::proto::ConsensusDeleteTopicTransactionBody { const TABLE_INDEX: u16 = 225; }
impl StrictMessage for super::proto::ConsensusGetTopicInfoQuery { const TABLE_INDEX: u16 = 226; }
impl StrictMessage for super::proto::ConsensusGetTopicInfoResponse { const TABLE_INDEX: u16 = 227; }
impl StrictMessage for super::proto::ConsensusMessageChunkInfo { const TABLE_INDEX: u16 = 228; }
impl StrictMessage for super::proto::ConsensusSubmitMessageTransactionBody { const TABLE_INDEX: u16 = 229; }
impl StrictMessage for super::proto::ConsensusTopicInfo { const TABLE_INDEX: u16 = 230; }
impl StrictMessage for super::proto::ConsensusUpdateTopicTransactionBody { const TABLE_INDEX: u16 = 231; }
impl StrictMessage for super::proto::ContractAction { const TABLE_INDEX: u16 = 232; }
impl StrictMessage for super::proto::ContractActions { const TABLE_INDEX: u16 = 233; }
impl StrictMessage for super::proto::ContractBytecode { const TABLE_INDEX: u16 = 234; }
impl StrictMessage for super::proto::ContractCallLocalQuery { const TABLE_INDEX: u16 = 235; }
impl StrictMessage for super::proto::ContractCallLocalResponse { const TABLE_INDEX: u16 = 236; }
impl StrictMessage for super::proto::ContractCallTransactionBody { const TABLE_INDEX: u16 = 237; }
impl StrictMessage for super::proto::ContractCreateTransactionBody { const TABLE_INDEX: u16 = 238; }
impl StrictMessage for super::proto::ContractDeleteTransactionBody { const TABLE_INDEX: u16 = 239; }
impl StrictMessage for super::proto::ContractFunctionResult { const TABLE_INDEX: u16 = 240; }
impl StrictMessage for super::proto::ContractGetBytecodeQuery { const TABLE_INDEX: u16 = 241; }
impl StrictMessage for super::proto::ContractGetBytecodeResponse { const TABLE_INDEX: u16 = 242; }
impl StrictMessage for super::proto::ContractGetInfoQuery { const TABLE_INDEX: u16 = 243; }
impl StrictMessage for super::proto::ContractGetInfoResponse { const TABLE_INDEX: u16 = 244; }
impl StrictMessage for super::proto::contract_get_info_response::ContractInfo { const TABLE_INDEX: u16 = 245; }
impl StrictMessage for super::proto::ContractGetRecordsQuery { const TABLE_INDEX: u16 = 246; }
impl StrictMessage for super::proto::ContractGetRecordsResponse { const TABLE_INDEX: u16 = 247; }
impl StrictMessage for super::proto::ContractId { const TABLE_INDEX: u16 = 248; }
impl StrictMessage for super::proto::ContractLoginfo { const TABLE_INDEX: u16 = 249; }
impl StrictMessage for super::proto::ContractNonceInfo { const TABLE_INDEX: u16 = 250; }
impl StrictMessage for super::proto::ContractStateChange { const TABLE_INDEX: u16 = 251; }
impl StrictMessage for super::proto::ContractStateChanges { const TABLE_INDEX: u16 = 252; }
impl StrictMessage for super::proto::ContractUpdateTransactionBody { const TABLE_INDEX: u16 = 253; }
impl StrictMessage for super::proto::CryptoAddLiveHashTransactionBody { const TABLE_INDEX: u16 = 254; }
impl StrictMessage for super::proto::CryptoAllowance { const TABLE_INDEX: u16 = 255; }
impl StrictMessage for super::proto::CryptoApproveAllowanceTransactionBody { const TABLE_INDEX: u16 = 256; }
impl StrictMessage for super::proto::CryptoCreateTransactionBody { const TABLE_INDEX: u16 = 257; }
impl StrictMessage for super::proto::CryptoDeleteAllowanceTransactionBody { const TABLE_INDEX: u16 = 258; }
impl StrictMessage for super::proto::CryptoDeleteLiveHashTransactionBody { const TABLE_INDEX: u16 = 259; }
impl StrictMessage for super::proto::CryptoDeleteTransactionBody { const TABLE_INDEX: u16 = 260; }
impl StrictMessage for super::proto::CryptoGetAccountBalanceQuery { const TABLE_INDEX: u16 = 261; }
impl StrictMessage for super::proto::CryptoGetAccountBalanceResponse { const TABLE_INDEX: u16 = 262; }
impl StrictMessage for super::proto::CryptoGetAccountRecordsQuery { const TABLE_INDEX: u16 = 263; }
impl StrictMessage for super::proto::CryptoGetAccountRecordsResponse { const TABLE_INDEX: u16 = 264; }
impl StrictMessage for super::proto::CryptoGetInfoQuery { const TABLE_INDEX: u16 = 265; }
impl StrictMessage for super::proto::CryptoGetInfoResponse { const TABLE_INDEX: u16 = 266; }
impl StrictMessage for super::proto::crypto_get_info_response::AccountInfo { const TABLE_INDEX: u16 = 267; }
impl StrictMessage for super::proto::CryptoGetLiveHashQuery { const TABLE_INDEX: u16 = 268; }
impl StrictMessage for super::proto::CryptoGetLiveHashResponse { const TABLE_INDEX: u16 = 269; }
impl StrictMessage for super::proto::CryptoGetStakersQuery { const TABLE_INDEX: u16 = 270; }
impl StrictMessage for super::proto::CryptoGetStakersResponse { const TABLE_INDEX: u16 = 271; }
impl StrictMessage for super::proto::CryptoTransferTransactionBody { const TABLE_INDEX: u16 = 272; }
impl StrictMessage for super::proto::CryptoUpdateTransactionBody { const TABLE_INDEX: u16 = 273; }
impl StrictMessage for super::proto::CurrentAndNextFeeSchedule { const TABLE_INDEX: u16 = 274; }
impl StrictMessage for super::proto::CustomFee { const TABLE_INDEX: u16 = 275; }
impl StrictMessage for super::proto::CustomFeeLimit { const TABLE_INDEX: u16 = 276; }
impl StrictMessage for super::proto::Duration { const TABLE_INDEX: u16 = 277; }
impl StrictMessage for super::proto::EntityId { const TABLE_INDEX: u16 = 278; }
impl StrictMessage for super::proto::EntityIdPair { const TABLE_INDEX: u16 = 279; }
impl StrictMessage for super::proto::EntityNumber { const TABLE_INDEX: u16 = 280; }
impl StrictMessage for super::proto::EthereumTransactionBody { const TABLE_INDEX: u16 = 281; }
impl StrictMessage for super::proto::EvmHookCall { const TABLE_INDEX: u16 = 282; }
impl StrictMessage for super::proto::EvmTransactionResult { const TABLE_INDEX: u16 = 283; }
impl StrictMessage for super::proto::ExchangeRate { const TABLE_INDEX: u16 = 284; }
impl StrictMessage for super::proto::ExchangeRateSet { const TABLE_INDEX: u16 = 285; }
impl StrictMessage for super::proto::FeeComponents { const TABLE_INDEX: u16 = 286; }
impl StrictMessage for super::proto::FeeData { const TABLE_INDEX: u16 = 287; }
impl StrictMessage for super::proto::FeeExemptKeyList { const TABLE_INDEX: u16 = 288; }
impl StrictMessage for super::proto::FeeSchedule { const TABLE_INDEX: u16 = 289; }
impl StrictMessage for super::proto::File { const TABLE_INDEX: u16 = 290; }
impl StrictMessage for super::proto::FileAppendTransactionBody { const TABLE_INDEX: u16 = 291; }
impl StrictMessage for super::proto::FileCreateTransactionBody { const TABLE_INDEX: u16 = 292; }
impl StrictMessage for super::proto::FileDeleteTransactionBody { const TABLE_INDEX: u16 = 293; }
impl StrictMessage for super::proto::FileGetContentsQuery { const TABLE_INDEX: u16 = 294; }
impl StrictMessage for super::proto::FileGetContentsResponse { const TABLE_INDEX: u16 = 295; }
impl StrictMessage for super::proto::file_get_contents_response::FileContents { const TABLE_INDEX: u16 = 296; }
impl StrictMessage for super::proto::FileGetInfoQuery { const TABLE_INDEX: u16 = 297; }
impl StrictMessage for super::proto::FileGetInfoResponse { const TABLE_INDEX: u16 = 298; }
impl StrictMessage for super::proto::file_get_info_response::FileInfo { const TABLE_INDEX: u16 = 299; }
impl StrictMessage for super::proto::FileId { const TABLE_INDEX: u16 = 300; }
impl StrictMessage for super::proto::FileUpdateTransactionBody { const TABLE_INDEX: u16 = 301; }
impl StrictMessage for super::proto::FixedCustomFee { const TABLE_INDEX: u16 = 302; }
impl StrictMessage for super::proto::FixedCustomFeeList { const TABLE_INDEX: u16 = 303; }
impl StrictMessage for super::proto::FixedFee { const TABLE_INDEX: u16 = 304; }
impl StrictMessage for super::proto::Fraction { const TABLE_INDEX: u16 = 305; }
impl StrictMessage for super::proto::FractionalFee { const TABLE_INDEX: u16 = 306; }
impl StrictMessage for super::proto::FreezeTransactionBody { const TABLE_INDEX: u16 = 307; }
impl StrictMessage for super::proto::GetAccountDetailsQuery { const TABLE_INDEX: u16 = 308; }
impl StrictMessage for super::proto::GetAccountDetailsResponse { const TABLE_INDEX: u16 = 309; }
impl StrictMessage for super::proto::get_account_details_response::AccountDetails { const TABLE_INDEX: u16 = 310; }
impl StrictMessage for super::proto::GetByKeyQuery { const TABLE_INDEX: u16 = 311; }
impl StrictMessage for super::proto::GetByKeyResponse { const TABLE_INDEX: u16 = 312; }
impl StrictMessage for super::proto::GetBySolidityIdQuery { const TABLE_INDEX: u16 = 313; }
impl StrictMessage for super::proto::GetBySolidityIdResponse { const TABLE_INDEX: u16 = 314; }
impl StrictMessage for super::proto::GrantedCryptoAllowance { const TABLE_INDEX: u16 = 315; }
impl StrictMessage for super::proto::GrantedNftAllowance { const TABLE_INDEX: u16 = 316; }
impl StrictMessage for super::proto::GrantedTokenAllowance { const TABLE_INDEX: u16 = 317; }
impl StrictMessage for super::proto::HashObject { const TABLE_INDEX: u16 = 318; }
impl StrictMessage for super::proto::HookCall { const TABLE_INDEX: u16 = 319; }
impl StrictMessage for super::proto::HookEntityId { const TABLE_INDEX: u16 = 320; }
impl StrictMessage for super::proto::HookId { const TABLE_INDEX: u16 = 321; }
impl StrictMessage for super::proto::InternalCallContext { const TABLE_INDEX: u16 = 322; }
impl StrictMessage for super::proto::Key { const TABLE_INDEX: u16 = 323; }
impl StrictMessage for super::proto::KeyList { const TABLE_INDEX: u16 = 324; }
impl StrictMessage for super::proto::LiveHash { const TABLE_INDEX: u16 = 325; }
impl StrictMessage for super::proto::NetworkGetExecutionTimeQuery { const TABLE_INDEX: u16 = 326; }
impl StrictMessage for super::proto::NetworkGetExecutionTimeResponse { const TABLE_INDEX: u16 = 327; }
impl StrictMessage for super::proto::NetworkGetVersionInfoQuery { const TABLE_INDEX: u16 = 328; }
impl StrictMessage for super::proto::NetworkGetVersionInfoResponse { const TABLE_INDEX: u16 = 329; }
impl StrictMessage for super::proto::NetworkStakingRewards { const TABLE_INDEX: u16 = 330; }
impl StrictMessage for super::proto::Nft { const TABLE_INDEX: u16 = 331; }
impl StrictMessage for super::proto::NftAllowance { const TABLE_INDEX: u16 = 332; }
impl StrictMessage for super::proto::NftId { const TABLE_INDEX: u16 = 333; }
impl StrictMessage for super::proto::NftRemoveAllowance { const TABLE_INDEX: u16 = 334; }
impl StrictMessage for super::proto::NftTransfer { const TABLE_INDEX: u16 = 335; }
impl StrictMessage for super::proto::NodeActivity { const TABLE_INDEX: u16 = 336; }
impl StrictMessage for super::proto::NodeAddress { const TABLE_INDEX: u16 = 337; }
impl StrictMessage for super::proto::NodeAddressBook { const TABLE_INDEX: u16 = 338; }
impl StrictMessage for super::proto::NodeMigrationRootHashVote { const TABLE_INDEX: u16 = 339; }
impl StrictMessage for super::proto::NodeRewards { const TABLE_INDEX: u16 = 340; }
impl StrictMessage for super::proto::NodeStake { const TABLE_INDEX: u16 = 341; }
impl StrictMessage for super::proto::NodeStakeUpdateTransactionBody { const TABLE_INDEX: u16 = 342; }
impl StrictMessage for super::proto::PendingAirdropId { const TABLE_INDEX: u16 = 343; }
impl StrictMessage for super::proto::PendingAirdropRecord { const TABLE_INDEX: u16 = 344; }
impl StrictMessage for super::proto::PendingAirdropValue { const TABLE_INDEX: u16 = 345; }
impl StrictMessage for super::proto::ProtoBoolean { const TABLE_INDEX: u16 = 346; }
impl StrictMessage for super::proto::ProtoBytes { const TABLE_INDEX: u16 = 347; }
impl StrictMessage for super::proto::ProtoInteger { const TABLE_INDEX: u16 = 348; }
impl StrictMessage for super::proto::ProtoLong { const TABLE_INDEX: u16 = 349; }
impl StrictMessage for super::proto::ProtoString { const TABLE_INDEX: u16 = 350; }
impl StrictMessage for super::proto::ProxyStaker { const TABLE_INDEX: u16 = 351; }
impl StrictMessage for super::proto::Query { const TABLE_INDEX: u16 = 352; }
impl StrictMessage for super::proto::QueryHeader { const TABLE_INDEX: u16 = 353; }
impl StrictMessage for super::proto::RealmId { const TABLE_INDEX: u16 = 354; }
impl StrictMessage for super::proto::RecordStreamFile { const TABLE_INDEX: u16 = 355; }
impl StrictMessage for super::proto::RecordStreamItem { const TABLE_INDEX: u16 = 356; }
impl StrictMessage for super::proto::Response { const TABLE_INDEX: u16 = 357; }
impl StrictMessage for super::proto::ResponseHeader { const TABLE_INDEX: u16 = 358; }
impl StrictMessage for super::proto::RoyaltyFee { const TABLE_INDEX: u16 = 359; }
impl StrictMessage for super::proto::RunningHashes { const TABLE_INDEX: u16 = 360; }
impl StrictMessage for super::proto::SchedulableTransactionBody { const TABLE_INDEX: u16 = 361; }
impl StrictMessage for super::proto::Schedule { const TABLE_INDEX: u16 = 362; }
impl StrictMessage for super::proto::ScheduleCreateTransactionBody { const TABLE_INDEX: u16 = 363; }
impl StrictMessage for super::proto::ScheduleDeleteTransactionBody { const TABLE_INDEX: u16 = 364; }
impl StrictMessage for super::proto::ScheduleGetInfoQuery { const TABLE_INDEX: u16 = 365; }
impl StrictMessage for super::proto::ScheduleGetInfoResponse { const TABLE_INDEX: u16 = 366; }
impl StrictMessage for super::proto::ScheduleId { const TABLE_INDEX: u16 = 367; }
impl StrictMessage for super::proto::ScheduleIdList { const TABLE_INDEX: u16 = 368; }
impl StrictMessage for super::proto::ScheduleInfo { const TABLE_INDEX: u16 = 369; }
impl StrictMessage for super::proto::ScheduleList { const TABLE_INDEX: u16 = 370; }
impl StrictMessage for super::proto::ScheduleSignTransactionBody { const TABLE_INDEX: u16 = 371; }
impl StrictMessage for super::proto::ScheduledCounts { const TABLE_INDEX: u16 = 372; }
impl StrictMessage for super::proto::ScheduledOrder { const TABLE_INDEX: u16 = 373; }
impl StrictMessage for super::proto::SemanticVersion { const TABLE_INDEX: u16 = 374; }
impl StrictMessage for super::proto::ServiceEndpoint { const TABLE_INDEX: u16 = 375; }
impl StrictMessage for super::proto::ServicesConfigurationList { const TABLE_INDEX: u16 = 376; }
impl StrictMessage for super::proto::Setting { const TABLE_INDEX: u16 = 377; }
impl StrictMessage for super::proto::ShardId { const TABLE_INDEX: u16 = 378; }
impl StrictMessage for super::proto::SidecarFile { const TABLE_INDEX: u16 = 379; }
impl StrictMessage for super::proto::SidecarMetadata { const TABLE_INDEX: u16 = 380; }
impl StrictMessage for super::proto::Signature { const TABLE_INDEX: u16 = 381; }
impl StrictMessage for super::proto::SignatureFile { const TABLE_INDEX: u16 = 382; }
impl StrictMessage for super::proto::SignatureList { const TABLE_INDEX: u16 = 383; }
impl StrictMessage for super::proto::SignatureMap { const TABLE_INDEX: u16 = 384; }
impl StrictMessage for super::proto::SignatureObject { const TABLE_INDEX: u16 = 385; }
impl StrictMessage for super::proto::SignaturePair { const TABLE_INDEX: u16 = 386; }
impl StrictMessage for super::proto::SignedTransaction { const TABLE_INDEX: u16 = 387; }
impl StrictMessage for super::proto::SingleAccountBalances { const TABLE_INDEX: u16 = 388; }
impl StrictMessage for super::proto::SlotKey { const TABLE_INDEX: u16 = 389; }
impl StrictMessage for super::proto::SlotValue { const TABLE_INDEX: u16 = 390; }
impl StrictMessage for super::proto::StakingInfo { const TABLE_INDEX: u16 = 391; }
impl StrictMessage for super::proto::StakingNodeInfo { const TABLE_INDEX: u16 = 392; }
impl StrictMessage for super::proto::StorageChange { const TABLE_INDEX: u16 = 393; }
impl StrictMessage for super::proto::SystemDeleteTransactionBody { const TABLE_INDEX: u16 = 394; }
impl StrictMessage for super::proto::SystemUndeleteTransactionBody { const TABLE_INDEX: u16 = 395; }
impl StrictMessage for super::proto::ThresholdKey { const TABLE_INDEX: u16 = 396; }
impl StrictMessage for super::proto::ThresholdSignature { const TABLE_INDEX: u16 = 397; }
impl StrictMessage for super::proto::ThrottleBucket { const TABLE_INDEX: u16 = 398; }
impl StrictMessage for super::proto::ThrottleDefinitions { const TABLE_INDEX: u16 = 399; }
impl StrictMessage for super::proto::ThrottleGroup { const TABLE_INDEX: u16 = 400; }
impl StrictMessage for super::proto::ThrottleUsageSnapshot { const TABLE_INDEX: u16 = 401; }
impl StrictMessage for super::proto::ThrottleUsageSnapshots { const TABLE_INDEX: u16 = 402; }
impl StrictMessage for super::proto::Timestamp { const TABLE_INDEX: u16 = 403; }
impl StrictMessage for super::proto::TimestampSeconds { const TABLE_INDEX: u16 = 404; }
impl StrictMessage for super::proto::Token { const TABLE_INDEX: u16 = 405; }
impl StrictMessage for super::proto::TokenAirdropTransactionBody { const TABLE_INDEX: u16 = 406; }
impl StrictMessage for super::proto::TokenAllowance { const TABLE_INDEX: u16 = 407; }
impl StrictMessage for super::proto::TokenAssociateTransactionBody { const TABLE_INDEX: u16 = 408; }
impl StrictMessage for super::proto::TokenAssociation { const TABLE_INDEX: u16 = 409; }
impl StrictMessage for super::proto::TokenBalance { const TABLE_INDEX: u16 = 410; }
impl StrictMessage for super::proto::TokenBalances { const TABLE_INDEX: u16 = 411; }
impl StrictMessage for super::proto::TokenBurnTransactionBody { const TABLE_INDEX: u16 = 412; }
impl StrictMessage for super::proto::TokenCancelAirdropTransactionBody { const TABLE_INDEX: u16 = 413; }
impl StrictMessage for super::proto::TokenClaimAirdropTransactionBody { const TABLE_INDEX: u16 = 414; }
impl StrictMessage for super::proto::TokenCreateTransactionBody { const TABLE_INDEX: u16 = 415; }
impl StrictMessage for super::proto::TokenDeleteTransactionBody { const TABLE_INDEX: u16 = 416; }
impl StrictMessage for super::proto::TokenDissociateTransactionBody { const TABLE_INDEX: u16 = 417; }
impl StrictMessage for super::proto::TokenFeeScheduleUpdateTransactionBody { const TABLE_INDEX: u16 = 418; }
impl StrictMessage for super::proto::TokenFreezeAccountTransactionBody { const TABLE_INDEX: u16 = 419; }
impl StrictMessage for super::proto::TokenGetAccountNftInfosQuery { const TABLE_INDEX: u16 = 420; }
impl StrictMessage for super::proto::TokenGetAccountNftInfosResponse { const TABLE_INDEX: u16 = 421; }
impl StrictMessage for super::proto::TokenGetInfoQuery { const TABLE_INDEX: u16 = 422; }
impl StrictMessage for super::proto::TokenGetInfoResponse { const TABLE_INDEX: u16 = 423; }
impl StrictMessage for super::proto::TokenGetNftInfoQuery { const TABLE_INDEX: u16 = 424; }
impl StrictMessage for super::proto::TokenGetNftInfoResponse { const TABLE_INDEX: u16 = 425; }
impl StrictMessage for super::proto::TokenGetNftInfosQuery { const TABLE_INDEX: u16 = 426; }
impl StrictMessage for super::proto::TokenGetNftInfosResponse { const TABLE_INDEX: u16 = 427; }
impl StrictMessage for super::proto::TokenGrantKycTransactionBody { const TABLE_INDEX: u16 = 428; }
impl StrictMessage for super::proto::TokenId { const TABLE_INDEX: u16 = 429; }
impl StrictMessage for super::proto::TokenInfo { const TABLE_INDEX: u16 = 430; }
impl StrictMessage for super::proto::TokenMintTransactionBody { const TABLE_INDEX: u16 = 431; }
impl StrictMessage for super::proto::TokenNftInfo { const TABLE_INDEX: u16 = 432; }
impl StrictMessage for super::proto::TokenPauseTransactionBody { const TABLE_INDEX: u16 = 433; }
impl StrictMessage for super::proto::TokenReference { const TABLE_INDEX: u16 = 434; }
impl StrictMessage for super::proto::TokenRejectTransactionBody { const TABLE_INDEX: u16 = 435; }
impl StrictMessage for super::proto::TokenRelation { const TABLE_INDEX: u16 = 436; }
impl StrictMessage for super::proto::TokenRelationship { const TABLE_INDEX: u16 = 437; }
impl StrictMessage for super::proto::TokenRevokeKycTransactionBody { const TABLE_INDEX: u16 = 438; }
impl StrictMessage for super::proto::TokenTransferList { const TABLE_INDEX: u16 = 439; }
impl StrictMessage for super::proto::TokenUnfreezeAccountTransactionBody { const TABLE_INDEX: u16 = 440; }
impl StrictMessage for super::proto::TokenUnitBalance { const TABLE_INDEX: u16 = 441; }
impl StrictMessage for super::proto::TokenUnpauseTransactionBody { const TABLE_INDEX: u16 = 442; }
impl StrictMessage for super::proto::TokenUpdateNftsTransactionBody { const TABLE_INDEX: u16 = 443; }
impl StrictMessage for super::proto::TokenUpdateTransactionBody { const TABLE_INDEX: u16 = 444; }
impl StrictMessage for super::proto::TokenWipeAccountTransactionBody { const TABLE_INDEX: u16 = 445; }
impl StrictMessage for super::proto::Topic { const TABLE_INDEX: u16 = 446; }
impl StrictMessage for super::proto::TopicId { const TABLE_INDEX: u16 = 447; }
impl StrictMessage for super::proto::Transaction { const TABLE_INDEX: u16 = 448; }
impl StrictMessage for super::proto::TransactionBody { const TABLE_INDEX: u16 = 449; }
impl StrictMessage for super::proto::TransactionFeeSchedule { const TABLE_INDEX: u16 = 450; }
impl StrictMessage for super::proto::TransactionGetFastRecordQuery { const TABLE_INDEX: u16 = 451; }
impl StrictMessage for super::proto::TransactionGetFastRecordResponse { const TABLE_INDEX: u16 = 452; }
impl StrictMessage for super::proto::TransactionGetReceiptQuery { const TABLE_INDEX: u16 = 453; }
impl StrictMessage for super::proto::TransactionGetReceiptResponse { const TABLE_INDEX: u16 = 454; }
impl StrictMessage for super::proto::TransactionGetRecordQuery { const TABLE_INDEX: u16 = 455; }
impl StrictMessage for super::proto::TransactionGetRecordResponse { const TABLE_INDEX: u16 = 456; }
impl StrictMessage for super::proto::TransactionId { const TABLE_INDEX: u16 = 457; }
impl StrictMessage for super::proto::TransactionList { const TABLE_INDEX: u16 = 458; }
impl StrictMessage for super::proto::TransactionReceipt { const TABLE_INDEX: u16 = 459; }
impl StrictMessage for super::proto::TransactionReceiptEntries { const TABLE_INDEX: u16 = 460; }
impl StrictMessage for super::proto::TransactionReceiptEntry { const TABLE_INDEX: u16 = 461; }
impl StrictMessage for super::proto::TransactionRecord { const TABLE_INDEX: u16 = 462; }
impl StrictMessage for super::proto::TransactionRecordEntry { const TABLE_INDEX: u16 = 463; }
impl StrictMessage for super::proto::TransactionResponse { const TABLE_INDEX: u16 = 464; }
impl StrictMessage for super::proto::TransactionSidecarRecord { const TABLE_INDEX: u16 = 465; }
impl StrictMessage for super::proto::TransferList { const TABLE_INDEX: u16 = 466; }
impl StrictMessage for super::proto::UncheckedSubmitBody { const TABLE_INDEX: u16 = 467; }
impl StrictMessage for super::proto::UtilPrngTransactionBody { const TABLE_INDEX: u16 = 468; }
