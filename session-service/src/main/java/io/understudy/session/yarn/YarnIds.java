package io.understudy.session.yarn;

import io.understudy.session.ApplicationId;

/** Application ids of ours as YARN's, and back. */
final class YarnIds {

    private YarnIds() {}

    static org.apache.hadoop.yarn.api.records.ApplicationId toYarn(ApplicationId id) {
        return org.apache.hadoop.yarn.api.records.ApplicationId.newInstance(id.clusterTimestamp(), id.number());
    }

    static ApplicationId ofYarn(org.apache.hadoop.yarn.api.records.ApplicationId id) {
        return new ApplicationId(id.getClusterTimestamp(), id.getId());
    }
}
