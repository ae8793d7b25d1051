package io.understudy.session.yarn;

import io.understudy.session.ApplicationReport;
import io.understudy.session.ApplicationReport.Driver;
import io.understudy.session.ApplicationReport.FinalStatus;
import io.understudy.session.ApplicationReport.YarnState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** YARN's reports as ours: its nulls and its "N/A" become empty here. */
final class YarnReports {

    private YarnReports() {}

    static ApplicationReport of(org.apache.hadoop.yarn.api.records.ApplicationReport report, List<Driver> drivers) {
        return new ApplicationReport(
                YarnIds.ofYarn(report.getApplicationId()),
                text(report.getName()).orElse(""),
                Optional.ofNullable(report.getApplicationTags()).orElse(Set.of()),
                YarnState.valueOf(report.getYarnApplicationState().name()),
                FinalStatus.valueOf(report.getFinalApplicationStatus().name()),
                text(report.getDiagnostics()),
                text(report.getTrackingUrl()),
                drivers,
                Instant.ofEpochMilli(report.getStartTime()),
                report.getFinishTime() > 0
                        ? Optional.of(Instant.ofEpochMilli(report.getFinishTime()))
                        : Optional.empty());
    }

    private static Optional<String> text(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank() && !text.equals("N/A"));
    }
}
