package io.understudy.ha.cli;

import io.understudy.ha.HaConfig;
import io.understudy.session.config.ClusterSettings;
import io.understudy.session.config.InvalidConfiguration;
import io.understudy.session.config.SessionSettings;
import io.understudy.session.config.Settings;
import io.understudy.session.config.SiteFiles;
import io.understudy.session.tools.StoreTools;
import io.understudy.session.transfer.Applications;
import io.understudy.session.transfer.StoreDoor;
import io.understudy.session.transfer.TransferFailure;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a command works with that works on the store itself.
 *
 * @param settings all that the configuration says
 * @param cluster where the store lies
 */
record StoreWork(Settings settings, ClusterSettings cluster) {

    /** Something to do on a session with the store's server. */
    @FunctionalInterface
    interface Task<T> {
        T on(StoreDoor door) throws TransferFailure, Failure;
    }

    /** Something to do that needs to know of applications, too. */
    @FunctionalInterface
    interface YarnTask<T> {
        T on(StoreDoor door, Applications yarn) throws TransferFailure, Failure;
    }

    static StoreWork of(Options options) throws Failure {
        try {
            Path conf = options.conf;
            Settings settings = SiteFiles.load(conf, HaConfig.storeKeys());
            return new StoreWork(settings, ClusterSettings.of(settings, conf));
        } catch (InvalidConfiguration e) {
            throw new Failure(Failure.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /** Does something on a session of its own. */
    <T> T run(Task<T> task) throws Failure {
        try (StoreDoor door = StoreTools.open(settings, cluster)) {
            return task.on(door);
        } catch (TransferFailure e) {
            throw failure(e);
        } catch (InvalidConfiguration | IOException malformed) {
            throw new Failure(Failure.USAGE, String.valueOf(malformed.getMessage()));
        }
    }

    /** The same with a way to YARN, which need not be up. */
    <T> T runWithYarn(YarnTask<T> task) throws Failure {
        try (Applications yarn = StoreTools.yarn(SessionSettings.of(settings, System.getenv()))) {
            return run(door -> task.on(door, yarn));
        } catch (InvalidConfiguration | IOException e) {
            throw new Failure(Failure.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static Failure failure(TransferFailure e) {
        int code = switch (e.kind()) {
            case REFUSED -> Failure.REFUSED;
            case UNREACHABLE -> Failure.UNREACHABLE;
            case UNFINISHED -> Failure.UNKNOWN;
        };
        return new Failure(code, e.sentence());
    }
}
