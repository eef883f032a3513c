package dev.trainyard.monitor.jmx;

import javax.management.MBeanException;
import javax.management.ReflectionException;
import javax.management.RuntimeErrorException;
import javax.management.RuntimeMBeanException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jmx.export.SpringModelMBean;
import org.springframework.transaction.TransactionException;

/**
 * An MBean whose exceptions every client can read: {@link IllegalArgumentException} and {@link
 * IllegalStateException} with a message and no cause. A client such as {@code jconsole} has none of
 * the classes of this service, and would report a missing class instead of the error.
 */
final class PlainModelMBean extends SpringModelMBean {
  private static final Logger LOG = LoggerFactory.getLogger(PlainModelMBean.class);
  private static final String OWN_CLASSES = "dev.trainyard.";

  PlainModelMBean() throws MBeanException {}

  /** Invokes an operation; attributes are read and written through this method too. */
  @Override
  public Object invoke(String operation, Object[] arguments, String[] signature)
      throws MBeanException, ReflectionException {
    try {
      return super.invoke(operation, arguments, signature);
    } catch (RuntimeMBeanException e) {
      throw new RuntimeMBeanException(plain(operation, e.getTargetException()));
    } catch (MBeanException e) {
      throw new RuntimeMBeanException(plain(operation, e.getTargetException()));
    } catch (RuntimeErrorException e) {
      LOG.error("{} failed", operation, e.getTargetError());
      throw new RuntimeMBeanException(
          new IllegalStateException(operation + " failed: " + e.getTargetError()));
    }
  }

  private static RuntimeException plain(String operation, Exception thrown) {
    if (thrown instanceof DataAccessException || thrown instanceof TransactionException) {
      LOG.warn("{} over JMX failed", operation, thrown);
      return new IllegalStateException(
          "PostgreSQL does not answer or refuses: see the log of the service");
    }
    if (thrown instanceof IllegalArgumentException) {
      return new IllegalArgumentException(thrown.getMessage());
    }
    if (thrown instanceof IllegalStateException
        || thrown.getClass().getName().startsWith(OWN_CLASSES)) {
      return new IllegalStateException(thrown.getMessage());
    }
    LOG.error("{} over JMX failed", operation, thrown);
    return new IllegalStateException(operation + " failed: " + thrown);
  }
}
