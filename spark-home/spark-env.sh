# For a cluster of one machine: sourced by spark-submit.
export SPARK_LOCAL_IP=127.0.0.1
SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
