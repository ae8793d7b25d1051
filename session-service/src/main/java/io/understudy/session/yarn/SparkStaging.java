package io.understudy.session.yarn;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What Spark uploads for an application: {@code .sparkStaging/<application>} in the home of its user. Spark's own
 * ApplicationMaster removes it at its end, unless it is killed. With another {@code spark.yarn.stagingDir} it is elsewhere,
 * and left alone.
 */
record SparkStaging(Configuration hadoop) {

    /** Removes it, if it is there. */
    void remove(String application, Optional<String> user) throws IOException {
        FileSystem files = FileSystem.get(hadoop);
        Path own = files.getHomeDirectory();
        Path home = user.map(name -> new Path(own.getParent(), name)).orElse(own);
        files.delete(new Path(new Path(home, ".sparkStaging"), application), true);
    }
}
