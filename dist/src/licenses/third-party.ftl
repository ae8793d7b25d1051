<#-- One line for each jar: artifact, version, licence, address. -->
Software of others in this folder's jars. The texts of licences and notices that the jars carry are in texts/.

<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
${project.groupId}:${project.artifactId} ${project.version}: ${entry.getValue()?join(", ")}<#if project.url??> (${project.url})</#if>
</#list>
