/** What is administered on servers: topics and schemas, whoever runs the servers. */
@NullMarked
package dev.weir.infra.local.admin;

import org.jspecify.annotations.NullMarked;
