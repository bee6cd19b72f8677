package io.mlops.spec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where AWS publishes the scikit-learn and XGBoost images: accounts by region, tags by version. The facts are those of
 * {@code image_uri_config/sklearn.json} and {@code xgboost.json} in aws/sagemaker-python-sdk, read on 2026-11-25; the two
 * agree on the accounts of these regions.
 */
final class AwsImages {
    static final AwsImages TABLE = new AwsImages();

    private static final String ACCOUNTS = """
            af-south-1 510948584623
            ap-east-1 651117190479
            ap-northeast-1 354813040037
            ap-northeast-2 366743142698
            ap-northeast-3 867004704886
            ap-south-1 720646828776
            ap-south-2 628508329040
            ap-southeast-1 121021644041
            ap-southeast-2 783357654285
            ap-southeast-3 951798379941
            ap-southeast-4 106583098589
            ca-central-1 341280168497
            cn-north-1 450853457545
            cn-northwest-1 451049120500
            eu-central-1 492215442770
            eu-central-2 680994064768
            eu-north-1 662702820516
            eu-south-1 978288397137
            eu-south-2 104374241257
            eu-west-1 141502667606
            eu-west-2 764974769150
            eu-west-3 659782779980
            me-central-1 272398656194
            me-south-1 801668240914
            sa-east-1 737474898029
            us-east-1 683313688378
            us-east-2 257758044811
            us-gov-east-1 237065988967
            us-gov-west-1 414596584902
            us-west-1 746614075791
            us-west-2 246618743249
            """;

    private static final List<String> SCIKIT_LEARN = List.of("0.23-1", "1.0-1", "1.2-1");
    private static final List<String> XGBOOST = List.of("1.2-1", "1.2-2", "1.3-1", "1.5-1", "1.7-1");

    private final Map<String, String> accounts = new TreeMap<>();

    private AwsImages() {
        ACCOUNTS.lines().map(line -> line.split(" ", 2)).forEach(parts -> accounts.put(parts[0], parts[1]));
    }

    static List<String> versions(AwsImage.Framework framework) {
        return framework == AwsImage.Framework.SCIKIT_LEARN ? SCIKIT_LEARN : XGBOOST;
    }

    String uri(AwsImage image, Account account) {
        String publisher = accounts.get(account.region());
        if (publisher == null) {
            throw new UnknownImageException("training.image: no " + image.framework() + " image is known for region "
                    + account.region() + "; known are " + new TreeSet<>(accounts.keySet())
                    + "; give the image's own URI with .image(…)");
        }
        String domain = account.region().startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return publisher + ".dkr.ecr." + account.region() + "." + domain + "/" + repository(image) + ":" + tag(image);
    }

    private static String repository(AwsImage image) {
        return image.framework() == AwsImage.Framework.SCIKIT_LEARN ? "sagemaker-scikit-learn" : "sagemaker-xgboost";
    }

    private static String tag(AwsImage image) {
        return image.framework() == AwsImage.Framework.SCIKIT_LEARN ? image.version() + "-cpu-py3" : image.version();
    }
}
