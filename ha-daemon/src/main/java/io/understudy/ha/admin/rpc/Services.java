package io.understudy.ha.admin.rpc;

import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.ha.HAServiceProtocol;
import org.apache.hadoop.ha.ZKFCProtocol;
import org.apache.hadoop.security.authorize.PolicyProvider;
import org.apache.hadoop.security.authorize.Service;

/**
 * Which list of hadoop-policy.xml says who may use which protocol: {@code security.ha.service.protocol.acl} and
 * {@code security.zkfc.protocol.acl}, as in HDFS and YARN.
 */
public final class Services extends PolicyProvider {

    @Override
    public Service[] getServices() {
        return new Service[] {
            new Service(CommonConfigurationKeys.SECURITY_HA_SERVICE_PROTOCOL_ACL, HAServiceProtocol.class),
            new Service(CommonConfigurationKeys.SECURITY_ZKFC_PROTOCOL_ACL, ZKFCProtocol.class)
        };
    }
}
