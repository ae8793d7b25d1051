/** Tests of the ApplicationMaster without YARN: the commands are real processes, the ResourceManager is played. */
package io.understudy.applicationmaster;
