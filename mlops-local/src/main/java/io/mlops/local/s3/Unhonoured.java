package io.mlops.local.s3;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/** Refuses by name what would change S3's behaviour and is not honoured here. */
final class Unhonoured {
    private static final List<String> MEMBERS = List.of(
            "SSECustomerAlgorithm",
            "SSECustomerKey",
            "CopySourceSSECustomerAlgorithm",
            "CopySourceSSECustomerKey",
            "ObjectLockMode",
            "ObjectLockRetainUntilDate",
            "ObjectLockLegalHoldStatus",
            "ObjectLockEnabledForBucket",
            "WriteOffsetBytes",
            "MFA",
            "IfMatchLastModifiedTime",
            "IfMatchSize");
    private static final List<String> GRANTS =
            List.of("GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP");
    private static final List<String> OWNERS_ACLS = List.of("private", "bucket-owner-full-control");
    private static final List<String> ARCHIVES = List.of("GLACIER", "DEEP_ARCHIVE");

    private Unhonoured() {}

    static void refuse(SdkPojo request) {
        for (String member : MEMBERS) {
            if (Members.get(request, member)
                    .filter(value -> !value.equals(false))
                    .isPresent()) {
                throw refusal(member);
            }
        }
        Members.text(request, "StorageClass").filter(ARCHIVES::contains).ifPresent(archive -> {
            throw refusal("StorageClass " + archive);
        });
    }

    /** Refuses ACLs that give anything to anyone but the owner: as S3 does where ACLs are off, else by name. */
    static void refuseAcls(SdkPojo request, boolean aclsAreOff) {
        Optional<String> member = GRANTS.stream()
                .filter(grant -> Members.get(request, grant).isPresent())
                .findFirst()
                .or(() -> Members.text(request, "ACL")
                        .filter(acl -> !OWNERS_ACLS.contains(acl))
                        .map(acl -> "ACL " + acl.toLowerCase(Locale.ROOT)));
        if (member.isPresent() && aclsAreOff) {
            throw S3Errors.of("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
        } else if (member.isPresent()) {
            throw refusal(member.get());
        }
    }

    static RuntimeException refusal(String setting) {
        return S3Errors.of(
                "NotImplemented",
                501,
                "A header you provided implies functionality that is not implemented: " + setting
                        + " is not honoured by this emulator, leave it out");
    }
}
