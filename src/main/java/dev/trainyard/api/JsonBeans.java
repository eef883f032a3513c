package dev.trainyard.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How the service writes JSON: snake_case names, ISO-8601 times, numbers that every client reads.
 */
@Configuration
class JsonBeans {

  @Bean
  Jackson2ObjectMapperBuilderCustomizer contractJson() {
    SimpleModule numbers = new SimpleModule("numbers");
    numbers.addSerializer(Double.class, new PlainDoubleSerializer());
    numbers.addSerializer(Double.TYPE, new PlainDoubleSerializer());
    return builder ->
        builder
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .postConfigurer(mapper -> mapper.registerModule(numbers));
  }

  /** Writes a double in digits where that is short, and null for what JSON has no number. */
  private static final class PlainDoubleSerializer extends StdSerializer<Double> {
    private static final double SHORTEST = 1e-9;
    private static final double LONGEST = 1e15;

    PlainDoubleSerializer() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      double magnitude = Math.abs(value);
      if (!Double.isFinite(value)) {
        json.writeNull();
      } else if (magnitude >= SHORTEST && magnitude < LONGEST) {
        String digits = value.toString();
        json.writeNumber(
            digits.indexOf('E') < 0
                ? digits
                : new BigDecimal(digits).stripTrailingZeros().toPlainString());
      } else {
        json.writeNumber(value);
      }
    }
  }
}
