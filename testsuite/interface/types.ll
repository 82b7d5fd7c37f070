; The debug information of a coroutine, and of an enum that is none, as rustc makes it.

!llvm.module.flags = !{!0}
!llvm.dbg.cu = !{!1}

!0 = !{i32 2, !"Debug Info Version", i32 3}
!1 = distinct !DICompileUnit(language: DW_LANG_Rust, file: !2, emissionKind: FullDebug, retainedTypes: !3)
!2 = !DIFile(filename: "a.rs", directory: "/")
!3 = !{!4, !10}
!4 = !DICompositeType(tag: DW_TAG_structure_type, name: "{async_fn_env#0}", file: !2, size: 128, align: 32, elements: !5, identifier: "0123456789abcdef0123456789abcdef")
!5 = !{!6}
!6 = !DICompositeType(tag: DW_TAG_variant_part, scope: !4, file: !2, size: 128, align: 32, elements: !7, discriminator: !8)
!7 = !{}
!8 = !DIDerivedType(tag: DW_TAG_member, name: "__state", scope: !4, file: !2, baseType: !9, size: 8, align: 8, flags: DIFlagArtificial)
!9 = !DIBasicType(name: "u8", size: 8, encoding: DW_ATE_unsigned)
!10 = !DICompositeType(tag: DW_TAG_structure_type, name: "Choice", file: !2, size: 64, align: 32, elements: !11, identifier: "fedcba9876543210fedcba9876543210")
!11 = !{!12}
!12 = !DICompositeType(tag: DW_TAG_variant_part, scope: !10, file: !2, size: 64, align: 32, elements: !7, discriminator: !13)
!13 = !DIDerivedType(tag: DW_TAG_member, scope: !10, file: !2, baseType: !9, size: 8, align: 8, flags: DIFlagArtificial)
